import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { Case, DemandEvent } from '../../../../src/api/contract';
import { DONE_BY_REPORTERS } from '../../../../src/domain/event';
import type { Grade } from '../../../../src/domain/vocabulary';
import { LiveLink } from '../../media/live-link';
import { moment, nearMoment } from '../../time/format';
import { LongWords } from '../parts/long-words';
import { ErrorState, LoadingRows } from '../parts/states';
import { useUnits } from '../parts/unit-select';
import { Evidence } from '../reply/evidence';
import { GRADE_LABELS } from '../../words/labels';
import { AsOfPanel } from './as-of';
import { caseQuery, eventsQuery, type Then } from './case-queries';
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
  const additions = additionsOf(useQuery(caseQuery(number)).data);
  const [shown, setShown] = useState<Shown>('all');
  const [then, setThen] = useState<Then | null>(null);
  const [isLooking, setLooking] = useState(false);
  const look = (seq: number) => {
    setThen({ seq });
    setLooking(true);
  };
  if (events.isPending) return <LoadingRows rows={4} />;
  if (events.isError) return <ErrorState error={events.error} onRetry={() => void events.refetch()} />;
  const listed = events.data.items.filter((event) => shown === 'all' || event.public === (shown === 'public'));
  return (
    <>
      <div className="timeline-tools">
        <Segmented options={CHOICES} value={shown} onChange={setShown} aria-label="显示哪些经过" />
        {isLooking ? null : <Button onClick={() => setLooking(true)}>当时的情况</Button>}
      </div>
      {isLooking ? (
        <AsOfPanel number={number} then={then} onChange={setThen} onClose={() => setLooking(false)} />
      ) : null}
      <ol className="timeline" reversed>
        {withAdditions(listed, shown === 'inside' ? [] : additions).map((entry) =>
          'seq' in entry ? (
            <Entry key={entry.seq} event={entry} onLook={() => look(entry.seq)} />
          ) : (
            <Added key={`added ${entry.round}`} added={entry} />
          ),
        )}
      </ol>
      {listed.length === 0 ? <p className="muted">还没有这样的记录。</p> : null}
    </>
  );
}

interface Addition {
  at: string;
  round: number;
  grade: Grade | null;
  text: string;
}

const additionsOf = (demand: Case | undefined): Addition[] =>
  (demand?.rounds ?? []).flatMap(({ round, addition }) => (addition ? [{ ...addition, round }] : []));

/** Newest first; an addition is no step of the demand, and stands where its time is. */
const withAdditions = (events: readonly DemandEvent[], additions: readonly Addition[]): (DemandEvent | Addition)[] =>
  [...events, ...additions].sort(
    (a, b) => Date.parse(b.at) - Date.parse(a.at) || ('seq' in a && 'seq' in b ? b.seq - a.seq : 0),
  );

function Added({ added: { at, round, grade, text } }: { added: Addition }) {
  return (
    <li className="entry">
      <time dateTime={at} title={moment(at)}>
        {nearMoment(at)}
      </time>
      <div>
        <p>
          <strong>追评</strong>
          <span className="tag">诉求人可见</span>
          {round > 1 ? <span className="tag">第 {round} 轮</span> : null}
        </p>
        {grade === null ? null : <p>{GRADE_LABELS[grade]}（原来的评价不变）</p>}
        <p className="words">{text}</p>
        <p className="muted small">诉求人</p>
      </div>
    </li>
  );
}

function Entry({ event, onLook }: { event: DemandEvent; onLook: () => void }) {
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
          <Button
            type="link"
            size="small"
            className="entry-then"
            onClick={onLook}
            aria-label={`看当时：${event.label}`}
          >
            看当时
          </Button>
        </p>
        {sentence ? <p>{sentence}</p> : null}
        <Words words={event.words} />
        <Shown words={event.words} />
        <p className="muted small">{whoDid(event)}</p>
      </div>
    </li>
  );
}

function Words({ words }: { words: DemandEvent['words'] }) {
  const texts = Object.entries(words ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'template',
  );
  const order = Object.keys(WORD_LABELS);
  texts.sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  return texts.map(([name, text]) => <LongWords key={name} name={WORD_LABELS[name] ?? name} text={text} />);
}

/** Pictures of evidence, and the live stream of a reply. */
function Shown({ words }: { words: DemandEvent['words'] }) {
  const { before = [], after = [] } = (words?.evidence ?? {}) as { before?: string[]; after?: string[] };
  const live = words?.live as { url: string; startsAt: string; endsAt?: string } | undefined;
  return (
    <>
      <Evidence before={before} after={after} />
      {live ? <LiveLink live={live} /> : null}
    </>
  );
}

const KINDS = { staff: '', reporter: '诉求人', clock: '到点自动', system: '系统' };

function whoDid({ type, actor, unit, data }: DemandEvent): string {
  const named = (value: unknown) => (value as { name?: string } | undefined)?.name;
  const by = [named(data.actedFor), named(data.insteadOf)].filter(Boolean);
  const name = by.length > 0 ? `${actor.name}（代 ${by.join('、')}）` : actor.name;
  const isOwn = actor.kind !== 'reporter' || DONE_BY_REPORTERS.includes(type);
  const who = actor.kind === 'staff' ? name : isOwn ? KINDS[actor.kind] : KINDS.system;
  return [who, unit?.name].filter(Boolean).join(' · ');
}
