import type { ReactNode } from 'react';

interface FieldProps {
  label: string;
  error?: string;
  children: ReactNode;
}

/** One rule to fill in: its name, its control (which names itself to readers by ear), and what the service found wrong with it. */
export function Field({ label, error, children }: FieldProps) {
  return (
    <div className="admin-field">
      <span>{label}</span>
      <div className="admin-field-control">{children}</div>
      <FieldError message={error} />
    </div>
  );
}

export function FieldError({ message }: { message?: string }) {
  return message ? (
    <p className="admin-field-error" role="alert">
      {message}
    </p>
  ) : null;
}
