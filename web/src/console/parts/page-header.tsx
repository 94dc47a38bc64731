import type { ReactNode } from 'react';
import { PageName } from './page-name';

/** The head of every page: its name, one line on what it answers, and what can be done there. */
export function PageHeader({ title, note, children }: { title: string; note?: ReactNode; children?: ReactNode }) {
  return (
    <header className="page-header">
      <div>
        <PageName name={title} />
        {note ? <p className="muted">{note}</p> : null}
      </div>
      {children ? <div className="page-actions">{children}</div> : null}
    </header>
  );
}
