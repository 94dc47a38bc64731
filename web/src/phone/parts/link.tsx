import type { ComponentProps, MouseEvent } from 'react';
import { go } from '../route';

/** A link within the phone pages; opened in a new tab it is an ordinary one. */
export function Link({ href, onClick, ...rest }: ComponentProps<'a'> & { href: string }) {
  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(href);
  };
  return <a {...rest} href={href} onClick={open} />;
}
