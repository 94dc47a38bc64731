import { useQuery } from '@tanstack/react-query';
import type { ClockLedger, ToldNotice } from '../../../../src/api/contract';
import { civilDate, weekday } from '../../../../src/domain/local-time';
import { CLOCKS } from '../../../../src/domain/vocabulary';
import { explainDue, type ExplainedDay } from '../../time/explain';
import { moment, nearMoment } from '../../time/format';
import { elapsedWords, workingWords } from '../../time/remaining';
import { LEVEL_LABELS, ROLE_LABELS, stepWords } from '../../words/labels';
import { useCalendar } from '../calendar';
import { ClockBadge } from '../parts/clock-badge';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { clocksQuery, toldQuery } from './case-queries';
import { lateWords } from './ledger-words';

/** Every promise of the demand with its ledger: why it is due then, what paused it, which rungs fired and who was told. */
export function Ledgers({ number }: { number: string }) {
  const clocks = useQuery(clocksQuery(number));
  const told = useQuery(toldQuery(number));
  if (clocks.isPending) return <LoadingRows rows={3} height={120} />;
  if (clocks.isError) return <ErrorState error={clocks.error} onRetry={() => void clocks.refetch()} />;
  if (clocks.data.items.length === 0)
    return <EmptyState title="还没有时限">分拨以后，各项时限会从这里开始计时。</EmptyState>;
  return [...clocks.data.items]
    .reverse()
    .map((ledger) => (
      <Ledger
        key={ledger.id}
        ledger={ledger}
        told={(told.data?.items ?? []).filter(({ clock }) => clock === ledger.name)}
      />
    ));
}

function Ledger({ ledger, told }: { ledger: ClockLedger; told: ToldNotice[] }) {
  const words = ledger.scope === 'working' ? workingWords : elapsedWords;
  const paused = ledger.segments.filter(({ kind }) => kind === 'paused');
  return (
    <section className="ledger" aria-label={`${CLOCKS[ledger.name]}时限`}>
      <h3>
        {CLOCKS[ledger.name]} <ClockBadge clock={ledger} named={false} />
        <span className="muted small">
          第 {ledger.round} 轮 · {LEVEL_LABELS[ledger.level]}
        </span>
      </h3>
      <p>
        {moment(ledger.startedAt)} 起算，共 {words(ledger.budgetMinutes * 60_000)}
        {ledger.extensionMinutes > 0 ? `，延期 ${words(ledger.extensionMinutes * 60_000)}` : ''}，
        {ledger.endedAt ? `${moment(ledger.endedAt)} 结束，` : ''}到期 <strong>{moment(ledger.dueAt)}</strong>
        {ledger.provisional ? '（暂定：当年日历未发布，发布后重算）' : ''}
      </p>
      {paused.map((segment) => (
        <p key={segment.from} className="muted">
          {moment(segment.from)} 起暂停（{PAUSE_REASONS[segment.reason ?? ''] ?? '已暂停'}）
          {segment.to ? `，${moment(segment.to)} 恢复` : '，至今未恢复'}
        </p>
      ))}
      {ledger.changes.map((change) => (
        <p key={change.at} className="muted">
          {changeWords(change, words)}
        </p>
      ))}
      <Ladder ledger={ledger} told={told} />
      <details>
        <summary>为什么是这时到期</summary>
        <Explanation ledger={ledger} />
      </details>
    </section>
  );
}

const PAUSE_REASONS: Record<string, string> = {
  waiting_for_information: '等待诉求人补充材料',
  deferred: '挂账',
  poll: '等待票选结果',
};

type Change = ClockLedger['changes'][number];

/** The due time of a clock that stands still or is late stays; then only its length or its rungs changed. */
function changeWords({ at, cause, from, to, budgetMinutes }: Change, words: (ms: number) => string): string {
  const length = budgetMinutes
    ? `，时长 ${words(budgetMinutes.from * 60_000)} → ${words(budgetMinutes.to * 60_000)}`
    : '';
  const due = from === to ? '，到期不变' : `，到期 ${moment(from)} → ${moment(to)}`;
  return `${moment(at)} 因${cause}重算${length}${due}`;
}

function Ladder({ ledger, told }: { ledger: ClockLedger; told: ToldNotice[] }) {
  if (ledger.rungs.length === 0) return null;
  return (
    <table className="ladder">
      <thead>
        <tr>
          <th scope="col">用到</th>
          <th scope="col">发生</th>
          <th scope="col">计划</th>
          <th scope="col">实际</th>
          <th scope="col">告知</th>
        </tr>
      </thead>
      <tbody>
        {ledger.rungs.map(({ percent, step, plannedAt, firedAt, lateBySeconds }) => (
          <tr key={`${percent} ${step}`}>
            <td className="number">{percent} %</td>
            <td>{stepWords({ percent, step })}</td>
            <td>{plannedAt ? nearMoment(plannedAt) : '暂停中'}</td>
            <td>
              {firedAt ? `${nearMoment(firedAt)}${lateWords(lateBySeconds ?? 0)}` : ledger.endedAt ? '未用到' : '未到'}
            </td>
            <td>{firedAt ? whoWasTold(told, percent, ledger.dueAt) : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** By the percentage that the notice carries, and the due time it spoke of. */
function whoWasTold(told: ToldNotice[], percent: number, dueAt: string): string {
  const heard = told.filter(
    ({ data }) => data.percent === percent && (data.dueAt === undefined || sameMinute(data.dueAt, dueAt)),
  );
  const names = heard.map(({ user, unit, role, readBy }) => {
    const who = user?.name ?? `${unit?.name ?? ''}${role ? ROLE_LABELS[role] : ''}`;
    return `${who}${readBy > 0 ? '（已读）' : ''}`;
  });
  return [...new Set(names)].join('、');
}

const sameMinute = (one: unknown, other: string): boolean =>
  Math.abs((typeof one === 'number' ? one : Date.parse(String(one))) - Date.parse(other)) < 60_000;

function Explanation({ ledger }: { ledger: ClockLedger }) {
  const calendar = useCalendar();
  if (ledger.scope === 'elapsed') return <p>这个时限连续计时，不分工作日和休息日：从起算时刻加上全部时长。</p>;
  const days = explainDue(calendar, ledger);
  if (days.length === 0)
    return <p>{ledger.endedAt ? '计时在暂停中结束，没有再算出到期时间。' : '计时已暂停，恢复以后才知道何时到期。'}</p>;
  return (
    <>
      <p className="muted">
        只计工作时间 9:00–12:00、14:00–18:00，按第 {ledger.policyVersion} 版时限、日历 {ledger.calendarVersion}。
      </p>
      <table className="ladder">
        <thead>
          <tr>
            <th scope="col">日期</th>
            <th scope="col">日历</th>
            <th scope="col">计入</th>
            <th scope="col">累计</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <ExplainedRow key={day.day} {...day} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function ExplainedRow({ day, kind, spans, minutes, sum }: ExplainedDay) {
  const { month, day: ofMonth } = civilDate(day);
  const clock = (ms: number) => moment(ms).slice(-5);
  return (
    <tr>
      <td className="number">
        {month}月{ofMonth}日 周{'日一二三四五六'[weekday(day)]}
      </td>
      <td>{kind}</td>
      <td className="number">
        {minutes === 0 ? '不计' : spans.map(({ from, to }) => `${clock(from)}–${clock(to)}`).join('、')}
      </td>
      <td className="number">{minutes === 0 ? '' : workingWords(sum * 60_000)}</td>
    </tr>
  );
}
