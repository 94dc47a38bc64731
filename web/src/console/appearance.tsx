import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { SearchOutlined } from '@ant-design/icons';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { createContext, use, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { antdTheme } from '../design/theme';
import { APPEARANCES, applyTokens, type Appearance } from '../design/tokens';

dayjs.locale('zh-cn');
/** What need not be filled in is called so wherever a label says it. */
const WORDS: typeof zhCN = { ...zhCN, Form: { ...zhCN.Form!, optional: '（选填）' } };

/** Named in Chinese: by itself it would be read out as “search”. */
const SEARCH = { searchIcon: <SearchOutlined aria-label="查找" /> };

interface Look {
  appearance: Appearance;
  /** Elder mode (长者模式): larger type and targets. */
  large: boolean;
  /** Whether single keys act (WCAG 2.1.4 lets people turn them off). */
  keys: boolean;
}
interface LookContext extends Look {
  change: (look: Partial<Look>) => void;
}

const KEPT = 'appearance';
const Context = createContext<LookContext | null>(null);

function kept(): Look {
  const stored = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Look>;
  const asked = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const appearance = APPEARANCES.includes(stored.appearance as Appearance) ? stored.appearance! : asked;
  return { appearance, large: stored.large ?? false, keys: stored.keys ?? true };
}

/** Paper is white and A4 is narrow, whatever somebody's screen is: between the two events of the browser around printing. */
function useIsPrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    // The browser takes the page as it stands when the listener is done.
    const tell = (value: boolean) => () => flushSync(() => setPrinting(value));
    addEventListener('beforeprint', tell(true), listening);
    addEventListener('afterprint', tell(false), listening);
    return () => listening.abort();
  }, []);
  return isPrinting;
}

const onPaper = (look: Look): Look => ({
  ...look,
  appearance: look.appearance === 'dark' ? 'light' : look.appearance,
  large: false,
});

export function AppearanceProvider({ children }: { children: ReactNode }) {
  const [chosen, setLook] = useState(kept);
  const isPrinting = useIsPrinting();
  const look = useMemo(() => (isPrinting ? onPaper(chosen) : chosen), [chosen, isPrinting]);
  useLayoutEffect(() => applyTokens(look.appearance, look.large), [look]);
  const theme = useMemo(() => antdTheme(look.appearance, look.large), [look]);
  const context = useMemo<LookContext>(
    () => ({
      ...look,
      change: (change) =>
        setLook((before) => {
          const next = { ...before, ...change };
          localStorage.setItem(KEPT, JSON.stringify(next));
          return next;
        }),
    }),
    [look],
  );
  return (
    <Context value={context}>
      <ConfigProvider locale={WORDS} theme={theme} button={{ autoInsertSpace: false }} inputSearch={SEARCH}>
        <App className="app" notification={{ placement: 'bottomRight', maxCount: 3 }}>
          {children}
        </App>
      </ConfigProvider>
    </Context>
  );
}

export function useAppearance(): LookContext {
  const context = use(Context);
  if (!context) throw new Error('outside of AppearanceProvider');
  return context;
}
