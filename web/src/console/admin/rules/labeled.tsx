import type { ReactNode } from 'react';

/** A control that has its own accessible name, with that name to be seen above it. */
export function Labeled({ label, help, children }: { label: string; help?: string; children: ReactNode }) {
  return (
    <div className="rules-field">
      <span aria-hidden="true">{label}</span>
      {children}
      {help ? <span className="small muted">{help}</span> : null}
    </div>
  );
}
