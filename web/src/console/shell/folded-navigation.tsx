import { MenuOutlined } from '@ant-design/icons';
import { useEffect, useRef, type ReactNode } from 'react';
import './folded-navigation.css';

/** On a phone the navigation is folded away behind a button; on a desk it stands beside the page, and these are not there. */
export function FoldedNavigation(props: { isOpen: boolean; onClose: () => void; children: ReactNode }) {
  const { isOpen, onClose, children } = props;
  const part = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    part.current?.querySelector('a')?.focus();
    const close = ({ key }: KeyboardEvent) => (key === 'Escape' ? onClose() : undefined);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('keydown', close);
      // Where a link led, its page has the focus.
      if (!document.getElementById('page')?.matches(':focus')) document.getElementById('open-navigation')?.focus();
    };
  }, [isOpen]);
  // A link to the page that is shown changes no address: it closes the navigation all the same.
  const onClick = ({ target }: React.MouseEvent) =>
    target instanceof HTMLElement && target.closest('a') ? onClose() : undefined;
  return (
    <div id="navigation" ref={part} className="folded-nav" data-open={isOpen || undefined} onClick={onClick}>
      {children}
      {isOpen ? <button type="button" className="folded-nav-rest" aria-label="收起导航" onClick={onClose} /> : null}
    </div>
  );
}

export function NavigationButton({ isOpen, onOpen }: { isOpen: boolean; onOpen: () => void }) {
  return (
    <button
      type="button"
      id="open-navigation"
      className="folded-nav-button"
      aria-expanded={isOpen}
      aria-controls="navigation"
      onClick={onOpen}
    >
      <MenuOutlined aria-hidden="true" /> 菜单
    </button>
  );
}
