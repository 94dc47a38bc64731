import { useEffect, useRef, type ComponentProps, type KeyboardEvent, type ReactNode } from 'react';

interface FormProps extends Omit<ComponentProps<'form'>, 'onSubmit'> {
  onSubmit: () => void | Promise<void>;
  /** Counts failed tries: each one takes the person to the first field that is wrong. */
  failures?: number;
  children: ReactNode;
}

/** Enter while Chinese is being composed (IME) chooses characters and sends nothing; Safari says so by the key code alone. */
const holdWhileComposing = (event: KeyboardEvent) => {
  if (event.key === 'Enter' && (event.nativeEvent.isComposing || event.keyCode === 229)) event.preventDefault();
};

export function Form({ onSubmit, failures = 0, children, ...rest }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (failures === 0) return;
    form.current
      ?.querySelector<HTMLElement>(':is(input, textarea, select)[aria-invalid], [aria-invalid] input')
      ?.focus();
  }, [failures]);
  return (
    <form
      {...rest}
      ref={form}
      noValidate
      onKeyDown={holdWhileComposing}
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {children}
    </form>
  );
}
