import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { Demand } from '../../../../src/api/contract';
import { WORKING_DAY } from '../../../../src/domain/policy';
import { addWorkingTime } from '../../../../src/domain/working-time';
import { post } from '../../api/request';
import { useCalendar } from '../calendar';
import { refresh } from '../live';
import { sentenceOf } from '../parts/states';
import { clocksQuery } from './case-queries';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** 快进, in the demo only: moves this demand's own time, so that reminders, escalations and callbacks come in seconds. */
export function FastForward({ number }: { number: string }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const calendar = useCalendar();
  const clocks = useQuery(clocksQuery(number));
  const [busy, setBusy] = useState<string | null>(null);

  async function move(label: string, hours: number): Promise<void> {
    setBusy(label);
    try {
      await post<Demand>(`/demo/demands/${number}/fast-forward`, { hours });
      refresh(client);
    } catch (error) {
      void message.error(sentenceOf(error));
    } finally {
      setBusy(null);
    }
  }

  const workingDay = () => (addWorkingTime(calendar, Date.now(), WORKING_DAY * MINUTE).at - Date.now()) / HOUR;
  const next = nextRung(clocks.data?.items ?? []);
  const choices: [string, number | null][] = [
    ['1 小时', 1],
    ['4 小时', 4],
    ['1 个工作日', workingDay()],
    ['5 个工作日', (addWorkingTime(calendar, Date.now(), 5 * WORKING_DAY * MINUTE).at - Date.now()) / HOUR],
    ['到下一个时限节点', next === null ? null : (next - Date.now()) / HOUR + 0.02],
  ];
  return (
    <div className="fast-forward" role="group" aria-label="快进(演示)">
      <span className="muted">快进(演示)</span>
      {choices.map(([label, hours]) => (
        <Button
          key={label}
          size="small"
          loading={busy === label}
          disabled={hours === null || hours <= 0 || (busy !== null && busy !== label)}
          onClick={() => void move(label, hours!)}
        >
          {label}
        </Button>
      ))}
    </div>
  );
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
