import type { ComponentProps, MouseEvent } from 'react';

interface ButtonProps extends ComponentProps<'button'> {
  /** The one primary action of a page is red; the rest is plain, quiet beside text, or marked where it destroys something. */
  look?: 'primary' | 'plain' | 'quiet' | 'danger';
  isBusy?: boolean;
}

/** Stays in the tab order while it is busy, so that nobody loses their place. */
export function Button({
  look = 'plain',
  isBusy = false,
  type = 'button',
  onClick,
  className = '',
  ...rest
}: ButtonProps) {
  const act = (event: MouseEvent<HTMLButtonElement>) => (isBusy ? event.preventDefault() : onClick?.(event));
  return (
    <button
      {...rest}
      type={type}
      className={`m-button ${className}`}
      data-look={look}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={act}
    />
  );
}
