import { useId, type ComponentProps, type ReactNode } from 'react';

interface About {
  label: string;
  hint?: ReactNode;
  error?: string;
  isOptional?: boolean;
}

interface Wiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

function Field({
  label,
  hint,
  error,
  isOptional = false,
  children,
}: About & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className="m-field">
      <label htmlFor={id}>
        {label}
        {isOptional ? <span className="muted">（选填）</span> : null}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="small muted">
          {hint}
        </p>
      ) : null}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {error ? (
        <p id={`${id}-error`} className="m-field-error">
          {error}
        </p>
      ) : null}
    </div>
  );
}

type Control<Tag extends 'input' | 'textarea'> = About &
  Omit<ComponentProps<Tag>, 'onChange' | 'value' | 'id'> & { value: string; onChange: (value: string) => void };

export function TextField({ label, hint, error, isOptional, onChange, ...rest }: Control<'input'>) {
  return (
    <Field {...{ label, hint, error, isOptional }}>
      {(wiring) => (
        <input
          type="text"
          autoComplete="off"
          {...rest}
          {...wiring}
          className="m-input"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** Long words. It grows with them where browsers can (`field-sizing`). */
export function WordsField({ label, hint, error, isOptional, onChange, ...rest }: Control<'textarea'>) {
  return (
    <Field {...{ label, hint, error, isOptional }}>
      {(wiring) => (
        <textarea
          rows={5}
          {...rest}
          {...wiring}
          className="m-input m-words"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
