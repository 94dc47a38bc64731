import { useCallback, useState } from 'react';

/** The height (pixels) of a box, for lists that draw only what fits into it. */
export function useHeight(): [(box: HTMLElement | null) => (() => void) | undefined, number] {
  const [height, setHeight] = useState(0);
  const watch = useCallback((box: HTMLElement | null) => {
    if (!box) return undefined;
    const observer = new ResizeObserver(([entry]) => setHeight(Math.floor(entry!.contentRect.height)));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return [watch, height];
}
