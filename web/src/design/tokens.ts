/**
 * The one file of colours, type and spacing, for the console and the phone pages. Red is the house colour: the brand and the
 * primary action, nothing else. Every other colour says one thing, time: in time, soon, late, paused; never without words.
 */
export const APPEARANCES = ['light', 'dark', 'contrast'] as const;
export type Appearance = (typeof APPEARANCES)[number];
export const APPEARANCE_LABELS: Record<Appearance, string> = { light: '明亮', dark: '深色', contrast: '高对比' };

export interface Palette {
  ground: string;
  surface: string;
  sunken: string;
  line: string;
  lineStrong: string;
  text: string;
  muted: string;
  brand: string;
  brandStrong: string;
  onBrand: string;
  inTime: string;
  inTimeGround: string;
  soon: string;
  soonGround: string;
  late: string;
  lateGround: string;
  paused: string;
  pausedGround: string;
}

export const palettes: Record<Appearance, Palette> = {
  light: {
    ground: '#faf9f6',
    surface: '#ffffff',
    sunken: '#f2f0eb',
    line: '#e5e2db',
    lineStrong: '#8f8a80',
    text: '#1c1b1a',
    muted: '#5b5852',
    brand: '#b8141c',
    brandStrong: '#8f0d14',
    onBrand: '#ffffff',
    inTime: '#1c6336',
    inTimeGround: '#e6f2ea',
    soon: '#7d4b00',
    soonGround: '#fbefd9',
    late: '#a1121a',
    lateGround: '#fbe8e7',
    paused: '#474c54',
    pausedGround: '#eaecee',
  },
  dark: {
    ground: '#161514',
    surface: '#1e1d1b',
    sunken: '#282623',
    line: '#37342f',
    lineStrong: '#7d776c',
    text: '#f1efea',
    muted: '#b5b0a6',
    brand: '#c9303a',
    brandStrong: '#e25f67',
    onBrand: '#ffffff',
    inTime: '#8fd3a8',
    inTimeGround: '#173322',
    soon: '#f0c27a',
    soonGround: '#3a2a10',
    late: '#ff9d97',
    lateGround: '#431a1a',
    paused: '#c3c8d0',
    pausedGround: '#2c2f34',
  },
  contrast: {
    ground: '#ffffff',
    surface: '#ffffff',
    sunken: '#f0f0f0',
    line: '#6b6b6b',
    lineStrong: '#000000',
    text: '#000000',
    muted: '#2b2b2b',
    brand: '#8f0008',
    brandStrong: '#5c0005',
    onBrand: '#ffffff',
    inTime: '#003d17',
    inTimeGround: '#e3f5e9',
    soon: '#4d2e00',
    soonGround: '#ffefcc',
    late: '#7a0006',
    lateGround: '#ffe3e1',
    paused: '#1f232a',
    pausedGround: '#e6e8ec',
  },
};

/** Pixels. One scale of type; `large` is the elder mode (长者模式). */
export const TYPE = { small: 12, body: 14, lead: 16, title: 20, figure: 28 } as const;
export const LARGE_TYPE = { small: 16, body: 18, lead: 20, title: 24, figure: 34 } as const;
export const SPACE = 8;
export const RADIUS = 4;
export const FONTS = `system-ui, -apple-system, 'PingFang SC', 'HarmonyOS Sans SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif`;

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Writes the tokens as custom properties of the document, where the style sheets of both pages read them. */
export function applyTokens(appearance: Appearance, large: boolean): void {
  const root = document.documentElement;
  for (const [name, value] of Object.entries(palettes[appearance]) as [string, string][])
    root.style.setProperty(`--${kebab(name)}`, value);
  for (const [name, size] of Object.entries(large ? LARGE_TYPE : TYPE))
    root.style.setProperty(`--type-${name}`, `${size}px`);
  root.style.setProperty('--space', `${SPACE}px`);
  root.style.setProperty('--radius', `${RADIUS}px`);
  root.style.setProperty('--fonts', FONTS);
  root.style.colorScheme = appearance === 'dark' ? 'dark' : 'light';
  root.dataset.appearance = appearance;
  root.dataset.size = large ? 'large' : 'normal';
}
