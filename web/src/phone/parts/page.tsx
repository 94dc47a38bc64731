import { useEffect, useRef, type ReactNode } from 'react';
import { isFromInside } from '../route';

/** A page: its one heading takes the focus when somebody came here by a step or a link, so that reading begins there. */
export function Page({ title, name = title, children }: { title: ReactNode; name?: ReactNode; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const inTab = typeof name === 'string' ? name : '直通车';
  useEffect(() => {
    document.title = `${inTab} · 直通车`;
    // A field that is wrong has the focus already.
    if (isFromInside() && !document.querySelector('[aria-invalid]')) heading.current?.focus({ preventScroll: true });
  }, [inTab]);
  return (
    <main className="m-page">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}
