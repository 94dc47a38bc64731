import { useEffect, useRef } from 'react';
import { useAppearance } from './appearance';

export interface Key {
  /** What it does, for the sheet on `?`. */
  does: string;
  act: () => void;
}
export type Keys = Record<string, Key>;

const active: { current: Keys }[] = [];
/** Everything that keys do on the page as it is now, the innermost first. */
export const activeKeys = (): [string, Key][] => {
  const all = new Map<string, Key>();
  for (const { current } of [...active].reverse())
    for (const [name, key] of Object.entries(current)) if (!all.has(name)) all.set(name, key);
  return [...all];
};

const SEQUENCE_WITHIN = 1_200;
let pending: { prefix: string; at: number } | null = null;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Enter on a button or a link is the button's own. */
const isOwn = ({ key, target }: KeyboardEvent): boolean =>
  (key === 'Enter' || key === ' ') &&
  target instanceof HTMLElement &&
  target.closest('a, button, summary, label, [role="tab"], [role="menuitem"], [role="option"], [role="switch"]') !==
    null;

/** A dialog that is open has the keyboard to itself. */
const isCovered = (): boolean => document.querySelector('.ant-modal-wrap:not([style*="display: none"])') !== null;

function nameOf({ key, shiftKey }: KeyboardEvent): string {
  return shiftKey && key.length > 1 ? `Shift+${key}` : key;
}

/** Off while somebody types or composes Chinese (IME), with a modifier held, and when switched off in the account menu. */
function onKey(event: KeyboardEvent): void {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || isOwn(event) || isCovered()) return;
  const known = new Map(activeKeys());
  const name = nameOf(event);
  const sequence = pending && Date.now() - pending.at < SEQUENCE_WITHIN ? `${pending.prefix} ${name}` : name;
  pending = null;
  const key = known.get(sequence) ?? known.get(name);
  if (key) {
    event.preventDefault();
    key.act();
  } else if ([...known.keys()].some((each) => each.startsWith(`${name} `))) pending = { prefix: name, at: Date.now() };
}

/** Single keys of a part of the page, while it is shown. Two keys in a row are written "g q". */
export function useKeys(keys: Keys): void {
  const { keys: isOn } = useAppearance();
  const held = useRef(keys);
  held.current = keys;
  useEffect(() => {
    if (!isOn) return;
    if (active.length === 0) document.addEventListener('keydown', onKey);
    active.push(held);
    return () => {
      active.splice(active.indexOf(held), 1);
      if (active.length === 0) document.removeEventListener('keydown', onKey);
    };
  }, [isOn]);
}
