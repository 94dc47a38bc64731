import { theme, type ThemeConfig } from 'antd';
import { FONTS, LARGE_TYPE, palettes, RADIUS, TYPE, type Appearance, type Palette } from './tokens';

/** A field in use has a dark border. */
const outlined = ({ text }: Palette) => ({ activeBorderColor: text, hoverBorderColor: text });

/** The tokens in the words of antd. Nothing moves, nothing floats on shadows but what lies over the page. */
export function antdTheme(appearance: Appearance, large: boolean): ThemeConfig {
  const colors = palettes[appearance];
  const type = large ? LARGE_TYPE : TYPE;
  return {
    algorithm: appearance === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      // What is chosen or in use is near-black; red is left to the primary button below.
      colorPrimary: colors.text,
      colorInfo: colors.muted,
      colorSuccess: colors.inTime,
      colorWarning: colors.soon,
      colorError: colors.late,
      colorTextBase: colors.text,
      colorText: colors.text,
      colorTextSecondary: colors.muted,
      colorTextTertiary: colors.muted,
      colorTextDescription: colors.muted,
      colorTextPlaceholder: colors.muted,
      colorTextDisabled: colors.muted,
      // Arrows, calendars and switches that are off are seen as well as read.
      colorTextQuaternary: appearance === 'contrast' ? colors.line : colors.lineStrong,
      colorBgBase: colors.surface,
      colorBgLayout: colors.ground,
      colorBgContainer: colors.surface,
      colorBgElevated: colors.surface,
      colorBorder: colors.lineStrong,
      colorBorderSecondary: colors.line,
      colorSplit: colors.line,
      colorLink: colors.text,
      colorLinkHover: colors.brandStrong,
      colorLinkActive: colors.brandStrong,
      controlItemBgActive: colors.sunken,
      controlItemBgActiveHover: colors.sunken,
      controlItemBgHover: colors.sunken,
      // Where the border of a field is black anyway, a ring says which one is in use.
      controlOutline: appearance === 'contrast' ? colors.text : 'transparent',
      fontFamily: FONTS,
      fontSize: type.body,
      fontSizeSM: type.small,
      fontSizeLG: type.lead,
      borderRadius: RADIUS,
      controlHeight: large ? 44 : 32,
      lineWidthFocus: 2,
      colorPrimaryBorder: colors.text,
      linkDecoration: 'underline',
      linkHoverDecoration: 'underline',
      motion: false,
    },
    components: {
      Table: {
        ...{ headerBg: colors.ground, headerColor: colors.muted, cellPaddingBlock: 8, cellPaddingInline: 8 },
        // As the plain tables: a light head without bars.
        ...{ fontWeightStrong: 400, headerSplitColor: 'transparent' },
      },
      Tabs: {
        itemSelectedColor: colors.text,
        inkBarColor: colors.text,
        itemHoverColor: colors.text,
        itemColor: colors.muted,
      },
      Button: {
        ...{ algorithm: true, colorPrimary: colors.brand, primaryColor: colors.onBrand },
        ...{ primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
        // Its own algorithm would take these from the brand, or from antd's greys.
        ...{ colorPrimaryBorder: colors.text, lineWidthFocus: 2 },
        ...{ defaultBorderColor: colors.lineStrong, colorTextDisabled: colors.muted, borderColorDisabled: colors.line },
        defaultHoverColor: colors.text,
        defaultHoverBorderColor: colors.text,
        defaultHoverBg: colors.sunken,
        defaultActiveColor: colors.text,
        defaultActiveBorderColor: colors.text,
        defaultActiveBg: colors.sunken,
      },
      Input: outlined(colors),
      InputNumber: outlined(colors),
      Select: { ...outlined(colors), optionSelectedBg: colors.sunken, optionActiveBg: colors.sunken },
      DatePicker: outlined(colors),
      Segmented: { trackBg: colors.sunken },
      Tree: { nodeSelectedBg: colors.sunken, nodeHoverBg: colors.sunken },
    },
  };
}
