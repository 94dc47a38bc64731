import type { ReactNode } from 'react';
import { PageName } from './page-name';

/** The head of every page: its name, one line on what it answers, and what can be done there. */
export function PageHeader(props: { title: string; inTab?: string; note?: ReactNode; children?: ReactNode }) {
  const { title, inTab, note, children } = props;
  return (
    <header className="page-header">
      <div>
        <PageName name={title} inTab={inTab} />
        {note ? <p className="muted">{note}</p> : null}
      </div>
      {children ? <div className="page-actions">{children}</div> : null}
    </header>
  );
}
