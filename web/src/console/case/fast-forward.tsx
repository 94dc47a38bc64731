import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { Case, Demand, KeptPromise } from '../../../../src/api/contract';
import { WORKING_DAY } from '../../../../src/domain/policy';
import { ENDED_STAGES, type Stage } from '../../../../src/domain/vocabulary';
import { addWorkingTime } from '../../../../src/domain/working-time';
import { post } from '../../api/request';
import { appealsOfQuery } from '../appeals/appeal-queries';
import { useCalendar } from '../calendar';
import { refresh } from '../live';
import { sentenceOf } from '../parts/states';
import { promisesOfQuery } from '../promises/promise-queries';
import { clocksQuery } from './case-queries';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/**
 * 快进, in the demo only: moves this demand's own time and that of what runs beside it, so that reminders, escalations, callbacks
 * and promises come in seconds. Not shown where nothing waits for time any more.
 */
export function FastForward({ demand: { number, closedAt, stage } }: { demand: Case }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const calendar = useCalendar();
  const clocks = useQuery(clocksQuery(number));
  const promises = useQuery(promisesOfQuery(number)).data?.items ?? [];
  const appeals = useQuery(appealsOfQuery(number)).data?.items ?? [];
  const [busy, setBusy] = useState<string | null>(null);

  async function move(label: string, how: Move): Promise<void> {
    setBusy(label);
    try {
      await post<Demand>(`/demo/demands/${number}/fast-forward`, how);
      refresh(client);
    } catch (error) {
      void message.error(sentenceOf(error));
    } finally {
      setBusy(null);
    }
  }

  const workingDays = (days: number) =>
    (addWorkingTime(calendar, Date.now(), days * WORKING_DAY * MINUTE).at - Date.now()) / HOUR;
  const isOver = closedAt !== null || isEnded(stage);
  const promised = nextOfPromises(promises);
  if (isOver && promised === null && !appeals.some(({ state }) => state === 'open')) return null;
  const next = nextRung(clocks.data?.items ?? []);
  const choices: [string, Move | null][] = [
    ['1 小时', { hours: 1 }],
    ['4 小时', { hours: 4 }],
    ['1 个工作日', { hours: workingDays(1) }],
    ['5 个工作日', { hours: workingDays(5) }],
    ...(isOver ? [] : [['到下一个时限节点', until(next)] satisfies [string, Move | null]]),
    ...(promised === null ? [] : [['到承诺的下一个日子', until(promised)] satisfies [string, Move | null]]),
  ];
  return (
    <div className="fast-forward" role="group" aria-label="快进（演示）">
      <span className="muted">快进（演示）</span>
      {choices.map(([label, how]) => (
        <Button
          key={label}
          size="small"
          loading={busy === label}
          disabled={how === null || (busy !== null && busy !== label)}
          onClick={() => void move(label, how!)}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}

type Move = { hours: number } | { until: string };

/** A minute later, so that what was due then has happened. */
const until = (at: number | null): Move | null => (at === null ? null : { until: new Date(at + MINUTE).toISOString() });

const isEnded = (stage: Stage): boolean => (ENDED_STAGES as readonly Stage[]).includes(stage);

/** When a promise wakes or its report is late next (epoch ms). */
function nextOfPromises(promises: readonly KeptPromise[]): number | null {
  const times = promises.flatMap(({ state, dueAt, reportBy }) => {
    const at = state === 'promised' ? dueAt : state === 'kept' || state === 'broken' ? null : reportBy;
    return at === null ? [] : [Date.parse(at)];
  });
  return times.length > 0 ? Math.min(...times) : null;
}

type Ledgers = { rungs: { plannedAt: string | null; firedAt: string | null }[]; endedAt: string | null }[];

/** When the next rung of any live clock is due (epoch ms). */
function nextRung(ledgers: Ledgers): number | null {
  const times = ledgers
    .filter(({ endedAt }) => endedAt === null)
    .flatMap(({ rungs }) => rungs)
    .flatMap(({ plannedAt, firedAt }) => (plannedAt && !firedAt ? [Date.parse(plannedAt)] : []));
  return times.length > 0 ? Math.min(...times) : null;
}
