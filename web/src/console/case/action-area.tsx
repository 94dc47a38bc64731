import { useQuery } from '@tanstack/react-query';
import { Button, Popover } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { ActionOption, Case } from '../../../../src/api/contract';
import { ACTION_NAMES, type Action } from '../../../../src/domain/vocabulary';
import { useKeys, type Keys } from '../keys';
import { LoadingRows } from '../parts/states';
import { usePageSearch } from '../search';
import { useMe } from '../session';
import type { Lost } from './action-form';
import { whoHolds } from './case-head';
import { actionsQuery } from './case-queries';
import { ACTION_KEYS, PRIMARY } from './forms';
import { Proposal } from './proposal';

// Every field that any action has comes with it: not for whoever only reads.
const ActionForm = lazy(() => import('./action-form').then((part) => ({ default: part.ActionForm })));

/** A conference decides on its agenda; the case says so in a section of its own. */
const ELSEWHERE: readonly Action[] = ['decide'];

interface ActionAreaProps {
  demand: Case;
  onActed?: () => Promise<void>;
}

/** What the person may do now, decided by the service; the rest with its reason. Which form is open stands in the URL. */
export function ActionArea({ demand, onActed }: ActionAreaProps) {
  const options = useQuery(actionsQuery(demand.number));
  const [search, change] = usePageSearch();
  const isReadOnly = useMe().viewedBy !== undefined;
  const offered = (options.data?.items ?? []).filter(({ action }) => !ELSEWHERE.includes(action));
  const allowed = offered.filter((option) => option.allowed && !isReadOnly);
  const open = allowed.find(({ action }) => action === search.act);
  const [lost, setLost] = useState<Lost | null>(null);
  const show = (action: Action | undefined) => {
    setLost(null);
    change({ act: action, into: undefined });
  };
  useKeys(keysOf(allowed, show));

  const primary = PRIMARY.find((action) => allowed.some((option) => option.action === action));
  const ordered = [...allowed].sort((a, b) => rank(a.action, primary) - rank(b.action, primary));
  return (
    <section className="case-actions" aria-label="办理" data-tour="actions" aria-busy={options.isPending}>
      <div className="action-buttons">
        {ordered.map(({ action, label }) => (
          <Button
            key={action}
            type={action === primary && !open ? 'primary' : 'default'}
            aria-expanded={open?.action === action}
            onClick={() => show(open?.action === action ? undefined : action)}
            title={ACTION_KEYS[action] ? `快捷键 ${ACTION_KEYS[action]}` : undefined}
          >
            {label}
          </Button>
        ))}
        {options.isSuccess && allowed.length === 0 ? (
          <span className="muted">{isReadOnly ? '以他人身份查看时不能办理。' : '您现在没有可办的操作。'}</span>
        ) : null}
        {options.isSuccess ? <Refused options={offered.filter((option) => !option.allowed)} /> : null}
      </div>
      <Proposal demand={demand} />
      {lost ? <LostRace lost={lost} demand={demand} /> : null}
      {open ? (
        <Suspense fallback={<LoadingRows rows={3} height={64} />}>
          <ActionForm
            key={`${open.action} ${search.into ?? ''}`}
            action={open.action}
            label={open.label}
            demand={demand}
            hint={open.detail}
            onClose={() => show(undefined)}
            onLost={setLost}
            onActed={onActed}
          />
        </Suspense>
      ) : null}
    </section>
  );
}

/** Somebody was faster: what happened, who has it now, and what had been written. */
function LostRace({ lost: { sentence, written }, demand }: { lost: Lost; demand: Case }) {
  return (
    <div className="form-error" role="alert">
      <p>
        {sentence} {whoHolds(demand)}。
      </p>
      {written.length > 0 ? <p>您写的内容没有发出，可以从这里复制：</p> : null}
      {written.map((text) => (
        <p key={text} className="words">
          {text}
        </p>
      ))}
    </div>
  );
}

const rank = (action: Action, primary: Action | undefined): number =>
  action === primary ? -1 : action === 'withdraw' ? 100 : ACTION_NAMES.indexOf(action);

function keysOf(allowed: ActionOption[], show: (action: Action) => void): Keys {
  return Object.fromEntries(
    allowed.flatMap(({ action, label }) => {
      const key = ACTION_KEYS[action];
      return key ? [[key, { does: label, act: () => show(action) }]] : [];
    }),
  );
}

/** What cannot be done now, each with the reason that the service gives. */
function Refused({ options }: { options: ActionOption[] }) {
  const ofStage = options.filter(({ code }) => code !== 'not_allowed_for_role');
  const ofRole = options.filter(({ code }) => code === 'not_allowed_for_role');
  const list = (items: ActionOption[]) => (
    <dl className="refused">
      {items.map(({ action, label, detail }) => (
        <div key={action}>
          <dt>{label}</dt>
          <dd className="muted">{detail}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <Popover
      trigger={['hover', 'click', 'focus']}
      placement="bottomRight"
      content={
        <div className="refused-box">
          {list(ofStage)}
          {ofRole.length > 0 ? (
            <p className="muted small">不属于您的角色：{ofRole.map(({ label }) => label).join('、')}。</p>
          ) : null}
        </div>
      }
    >
      <Button type="text">其余操作为什么不能做</Button>
    </Popover>
  );
}
