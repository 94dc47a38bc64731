import { useQuery } from '@tanstack/react-query';
import type { Absence } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { LoadingRows } from '../parts/states';
import { useMe } from '../session';
import { AbsenceForm } from './absence-form';
import { AbsenceList } from './absence-list';
import './absences.css';
import { untilWords } from './away-words';

/** Where somebody who goes on leave says who does their work, and sees for whom they do it. */
export function MyAbsence() {
  const me = useMe();
  const mine = useQuery({
    queryKey: ['absences', 'me'],
    queryFn: () => get<{ items: Absence[] }>('/absences', { limit: 20 }),
  });
  const hasWork = me.roles.some(({ role }) => role !== 'administrator' && role !== 'auditor');
  const shown = (mine.data?.items ?? []).filter(({ state }, i) => state !== 'past' || i < 3);
  return (
    <section className="section" aria-labelledby="account-absence">
      <h2 id="account-absence">休假代办</h2>
      {(me.standsInFor ?? []).map(({ username, name, until }) => (
        <p key={username} className="absence-done">
          您正在代 {name} 办理，到 {untilWords(until)} 为止；{name} 的待办在您的队列里标着“代 {name}”。
        </p>
      ))}
      {mine.isPending ? <LoadingRows rows={1} height={48} /> : null}
      {shown.length > 0 ? <AbsenceList items={shown} label="我的休假和代办" /> : null}
      {mine.data && shown.length === 0 ? (
        <p className="muted">没有安排。休假前选一位同事代办，待办和通知会同时到代办人那里，时限照走。</p>
      ) : null}
      {me.viewedBy || !hasWork ? null : <AbsenceForm isPrimary={false} />}
    </section>
  );
}
