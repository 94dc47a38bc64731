import { Checkbox, Radio } from 'antd';
import { APPEARANCE_LABELS, APPEARANCES, type Appearance } from '../../design/tokens';
import { useAppearance } from '../appearance';

const WORDS: Record<Appearance, string> = {
  light: '纸白底、近黑字，白天用',
  dark: '深色底、浅色字，光线暗时不刺眼',
  contrast: '纯白底、纯黑字、粗分隔线，看不清浅色文字时用',
};

/** Kept on this machine, not with the account. */
export function AppearanceChoice() {
  const look = useAppearance();
  return (
    <section className="section" aria-labelledby="account-look">
      <h2 id="account-look">外观与键盘</h2>
      <p className="muted">立即生效，只记在这台设备上。</p>
      <Radio.Group
        vertical
        className="account-look"
        aria-label="外观"
        value={look.appearance}
        onChange={({ target }) => look.change({ appearance: target.value as Appearance })}
        options={APPEARANCES.map((each) => ({
          value: each,
          label: (
            <>
              {APPEARANCE_LABELS[each]} <span className="muted">— {WORDS[each]}</span>
            </>
          ),
        }))}
      />
      <div className="account-switches">
        <Checkbox checked={look.large} onChange={({ target }) => look.change({ large: target.checked })}>
          长者模式 <span className="muted">— 正文 18 像素，按钮更高更好点</span>
        </Checkbox>
        <Checkbox checked={look.keys} onChange={({ target }) => look.change({ keys: target.checked })}>
          单键快捷键 <span className="muted">— j、k 上下移动，/ 查找，？看全部；与读屏软件或语音输入冲突时请关闭</span>
        </Checkbox>
      </div>
    </section>
  );
}
