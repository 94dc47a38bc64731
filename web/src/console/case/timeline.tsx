import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import type { DemandEvent } from '../../../../src/api/contract';
import { moment, nearMoment } from '../../time/format';
import { ErrorState, LoadingRows } from '../parts/states';
import { useUnits } from '../parts/unit-select';
import { eventsQuery } from './case-queries';
import { eventSentence, WORD_LABELS } from './event-words';

type Shown = 'all' | 'public' | 'inside';
const CHOICES: { value: Shown; label: string }[] = [
  { value: 'all', label: '全部' },
  { value: 'public', label: '诉求人可见' },
  { value: 'inside', label: '仅内部' },
];

/** Everything that happened, newest first. What the reporter sees and what stays inside are told apart by word and ground. */
export function Timeline({ number }: { number: string }) {
  const events = useQuery(eventsQuery(number));
  const [shown, setShown] = useState<Shown>('all');
  if (events.isPending) return <LoadingRows rows={4} />;
  if (events.isError) return <ErrorState error={events.error} onRetry={() => void events.refetch()} />;
  const listed = events.data.items.filter((event) => shown === 'all' || event.public === (shown === 'public'));
  return (
    <>
      <Segmented options={CHOICES} value={shown} onChange={setShown} aria-label="显示哪些经过" />
      <ol className="timeline" reversed>
        {[...listed].reverse().map((event) => (
          <Entry key={event.seq} event={event} />
        ))}
      </ol>
      {listed.length === 0 ? <p className="muted">还没有这样的记录。</p> : null}
    </>
  );
}

function Entry({ event }: { event: DemandEvent }) {
  const units = useUnits();
  const sentence = eventSentence(event, (id) => units.byId.get(id)?.name ?? id);
  return (
    <li className="entry" data-inside={event.public ? undefined : true}>
      <time dateTime={event.at} title={moment(event.at)}>
        {nearMoment(event.at)}
      </time>
      <div>
        <p>
          <strong>{event.label}</strong>
          <span className="tag">{event.public ? '诉求人可见' : '内部'}</span>
          {event.round > 1 ? <span className="tag">第 {event.round} 轮</span> : null}
        </p>
        {sentence ? <p>{sentence}</p> : null}
        <Words words={event.words} />
        <p className="muted small">{whoDid(event)}</p>
      </div>
    </li>
  );
}

function Words({ words }: { words: DemandEvent['words'] }) {
  const texts = Object.entries(words ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return texts.map(([name, text]) => (
    <p key={name} className="words">
      <span className="muted">{WORD_LABELS[name] ?? name}:</span>
      {text}
    </p>
  ));
}

const KINDS = { staff: '', reporter: '诉求人', clock: '到点自动', system: '系统' };

function whoDid({ actor, unit, data }: DemandEvent): string {
  const named = (value: unknown) => (value as { name?: string } | undefined)?.name;
  const by = [named(data.actedFor), named(data.insteadOf)].filter(Boolean);
  const name = by.length > 0 ? `${actor.name}(代 ${by.join('、')})` : actor.name;
  const who = actor.kind === 'staff' ? name : KINDS[actor.kind];
  return [who, unit?.name].filter(Boolean).join(' · ');
}
