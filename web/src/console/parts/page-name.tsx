import { useLayoutEffect } from 'react';

/** The one heading of a page. It also names the tab, and so what is printed or bookmarked from it; `inTab` where that needs more. */
export function PageName({ name, inTab = name, className }: { name: string; inTab?: string; className?: string }) {
  useLayoutEffect(() => {
    document.title = `${inTab} · 直通车`;
  }, [inTab]);
  return <h1 className={className}>{name}</h1>;
}
