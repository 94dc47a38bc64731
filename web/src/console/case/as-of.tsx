import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { AsOf } from '../../../../src/api/contract';
import { CLOCKS, ENDED_STAGES, type Stage } from '../../../../src/domain/vocabulary';
import { moment } from '../../time/format';
import { elapsedWords, workingWords } from '../../time/remaining';
import { LEVEL_LABELS, ROLE_LABELS } from '../../words/labels';
import { ErrorState, LoadingRows } from '../parts/states';
import { MomentInput } from '../polls/poll-fields';
import './as-of.css';
import { asOfQuery, type Then } from './case-queries';

interface AsOfProps {
  number: string;
  then: Then | null;
  onChange: (then: Then) => void;
  onClose: () => void;
}

/** 当时的情况: pick a moment, or an event of the timeline, and see where the demand stood and who could see what. */
export function AsOfPanel({ number, then, onChange, onClose }: AsOfProps) {
  const [at, setAt] = useState('');
  return (
    <section className="as-of" aria-label="当时的情况">
      <h3>当时的情况</h3>
      <form
        className="as-of-choice"
        onSubmit={(event) => {
          event.preventDefault();
          if (at) onChange({ at });
        }}
      >
        <label htmlFor={`as-of-${number}`}>看哪个时刻（也可以在下面的经过里点“看当时”）</label>
        <MomentInput id={`as-of-${number}`} value={at} onChange={setAt} />
        <Button htmlType="submit" disabled={!at}>
          查看
        </Button>
        <Button onClick={onClose}>收起</Button>
      </form>
      {then ? <Then number={number} then={then} /> : null}
    </section>
  );
}

function Then({ number, then }: { number: string; then: Then }) {
  const found = useQuery(asOfQuery(number, then));
  if (found.isPending) return <LoadingRows rows={3} />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { data } = found;
  return (
    <div role="status">
      <p>
        {moment(data.at)}，第 {data.version} 版：<strong>{data.stageLabel}</strong>，{LEVEL_LABELS[data.level]}，第{' '}
        {data.round} 轮{data.supervised ? '，督办' : ''}
      </p>
      <dl className="definitions">
        <dt>当时持有</dt>
        <dd>{holderWords(data)}</dd>
        <dt>主办</dt>
        <dd>{data.leadUnit?.name ?? '尚未分拨'}</dd>
        {data.coUnits.length > 0 ? (
          <>
            <dt>协办</dt>
            <dd>{data.coUnits.map(({ name }) => name).join('、')}</dd>
          </>
        ) : null}
        <dt>时限</dt>
        <dd>{data.clocks.length === 0 ? '没有在走的时限' : data.clocks.map(clockWords).join('；')}</dd>
        <dt>待办</dt>
        <dd>{data.tasks.length === 0 ? '没有' : data.tasks.map(taskWords).join('；')}</dd>
      </dl>
      <Sight sight={data.sight} />
    </div>
  );
}

/** Who could see what: units with their reasons, who could read the contact, and the reporter. */
function Sight({ sight }: { sight: AsOf['sight'] }) {
  const { events, inside } = sight.reporter;
  return (
    <>
      <h4>当时谁能看到</h4>
      <ul className="as-of-sight">
        {sight.units.map(({ unit, labels }) => (
          <li key={unit.id}>
            {unit.name} <span className="muted">（{labels.join('、')}）</span>
          </li>
        ))}
      </ul>
      <p className="muted">以上单位里任何岗位的人都能看到全部经过；其他单位看不到。</p>
      <p>
        能看到完整联系方式的：
        {sight.contact.length === 0
          ? '没有'
          : sight.contact.map(({ role, unit }) => `${unit.name}${ROLE_LABELS[role]}`).join('、')}
      </p>
      <p>
        诉求人凭查询链接能看到 {events.length} 条经过（{events.map(({ label }) => label).join('、')}），看不到内部记录{' '}
        {inside} 条。
      </p>
    </>
  );
}

function holderWords({ stage, holder: { unit, role, user } }: AsOf): string {
  if ((ENDED_STAGES as readonly Stage[]).includes(stage)) return '没有，已经结束';
  if (!unit) return '诉求人';
  return [unit.name, user?.name ?? (role ? ROLE_LABELS[role] : '')].filter(Boolean).join(' · ');
}

function clockWords({ name, scope, state, remainingMinutes, dueAt }: AsOf['clocks'][number]): string {
  const words = scope === 'working' ? workingWords : elapsedWords;
  const amount = words(Math.abs(remainingMinutes) * 60_000);
  if (state === 'paused') return `${CLOCKS[name]}暂停中，还剩 ${amount}`;
  const left = remainingMinutes >= 0 ? `还剩 ${amount}` : `已超过 ${amount}`;
  return `${CLOCKS[name]}${left}，到期 ${moment(dueAt)}`;
}

const taskWords = ({ label, unit, user, overdue }: AsOf['tasks'][number]): string =>
  `${label}（${user?.name ?? unit.name}）${overdue ? '，已超时' : ''}`;
