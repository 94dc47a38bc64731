import { useEffect, useState } from 'react';
import { Button } from './button';

/** Copies a link; where the browser does not let it, the link stands there to be held and copied by hand. */
export function CopyButton({ text, label, look }: { text: string; label: string; look?: 'primary' | 'plain' }) {
  const [state, setState] = useState<'ready' | 'copied' | 'refused'>('ready');
  useEffect(() => {
    if (state !== 'copied') return;
    const timer = setTimeout(() => setState('ready'), 4000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('refused');
    }
  };
  return (
    <>
      <Button look={look} onClick={() => void copy()}>
        <span aria-live="polite">{state === 'copied' ? '已复制' : label}</span>
      </Button>
      {state === 'refused' ? (
        <p className="small m-link-text" role="status">
          请长按复制：<span className="words">{text}</span>
        </p>
      ) : null}
    </>
  );
}
