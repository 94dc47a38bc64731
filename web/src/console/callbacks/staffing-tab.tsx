import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { InputNumber } from 'antd';
import type { CallbackStaffing } from '../../../../src/api/contract';
import { put } from '../../api/request';
import { moment } from '../../time/format';
import '../admin/admin.css';
import { FormError } from '../parts/form-error';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import { UnitSelect } from '../parts/unit-select';
import { useUnits } from '../parts/units';
import { usePageSearch } from '../search';
import { unitsWithRole, useMe } from '../session';
import { CallbackTabs } from './callback-tabs';
import './callbacks.css';
import { staffingQuery } from './staffing-query';

type Day = CallbackStaffing['items'][number];

/** Jobs due per day against callers on duty; the capacity of a day is typed where it stands. */
export function StaffingTab() {
  const me = useMe();
  const tree = useUnits();
  const [{ unit }, change] = usePageSearch();
  const staffing = useQuery(staffingQuery(unit));
  const seats = unitsWithRole(me, 'callback', 'supervisor', 'administrator', 'auditor').map(({ id }) => id);
  return (
    <div className="page">
      <PageHeader title="回访排班" note="每天要打的电话和在岗的回访人员。预计的来自评价期将满的诉求。">
        <CallbackTabs />
      </PageHeader>
      <div className="admin-filters">
        <UnitSelect
          aria-label="单位"
          style={{ width: 256 }}
          value={unit ?? staffing.data?.unit.id}
          allow={({ id }) => seats.some((seat) => tree.isWithin(id, seat))}
          onChange={(chosen) => change({ unit: chosen })}
        />
      </div>
      {staffing.isPending ? <LoadingRows rows={8} height={40} /> : null}
      {staffing.isError ? <ErrorState error={staffing.error} onRetry={() => void staffing.refetch()} /> : null}
      {staffing.data ? <Days staffing={staffing.data} isLooking={me.viewedBy !== undefined} /> : null}
    </div>
  );
}

interface Change {
  day: string;
  user: string;
  capacity: number;
}

function Days({ staffing, isLooking }: { staffing: CallbackStaffing; isLooking: boolean }) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (change: Change) => put('/caller-shifts', { unit: staffing.unit.id, ...change }),
    onSettled: () => client.invalidateQueries({ queryKey: ['callbacks', 'staffing'] }),
  });
  const { callers } = staffing;
  if (callers.length === 0)
    return (
      <EmptyState title={`${staffing.unit.name}没有回访人员`}>
        请管理员在“人员与角色”里给人加上回访人员的角色，再来排班。
      </EmptyState>
    );
  return (
    <>
      <FormError error={save.error} />
      <div className="callbacks-scroll">
        <table className="admin-table" aria-label={`${staffing.unit.name}的回访排班`}>
          <thead>
            <tr>
              <th scope="col">日期</th>
              <th scope="col">待打</th>
              <th scope="col">预计</th>
              {callers.map(({ username, name }) => (
                <th key={username} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">在岗能办</th>
              <th scope="col">缺口</th>
            </tr>
          </thead>
          <tbody>
            {staffing.items.map((day) => (
              <DayRow
                key={day.date}
                day={day}
                staffing={staffing}
                onSet={staffing.canPlan && !isLooking ? (change) => save.mutate(change) : null}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className="small muted">
        预计 = 评价期在此前结束的待评价诉求 × 近 90 天不满意的比例。次日不够时，每天 16:00 通知督办员一次。
      </p>
    </>
  );
}

interface DayRowProps {
  day: Day;
  staffing: CallbackStaffing;
  onSet: ((change: Change) => void) | null;
}

function DayRow({ day, staffing: { today, callers }, onSet }: DayRowProps) {
  const label = moment(`${day.date}T00:00:00+08:00`).slice(0, -6);
  return (
    <tr>
      <th scope="row">
        {label}
        {day.date === today ? '（今天）' : ''}
        {day.isWorkingDay ? null : <span className="muted"> 休息日</span>}
      </th>
      <td className="number">{day.open}</td>
      <td className="number">{day.expected > 0 ? `约 ${day.expected}` : '—'}</td>
      {callers.map(({ username, name }) => {
        const capacity = day.callers.find((caller) => caller.username === username)?.capacity ?? 0;
        return (
          <td key={username} className="number">
            {onSet && day.date >= today ? (
              <InputNumber
                // A new value comes in when somebody else plans.
                key={capacity}
                size="small"
                min={0}
                max={200}
                precision={0}
                aria-label={`${label} ${name} 能办几件，0 为不在岗`}
                defaultValue={capacity}
                onBlur={({ target }) => {
                  const typed = Math.round(Number(target.value));
                  if (Number.isFinite(typed) && typed !== capacity)
                    onSet({ day: day.date, user: username, capacity: Math.min(200, Math.max(0, typed)) });
                }}
                onPressEnter={({ currentTarget }) => currentTarget.blur()}
              />
            ) : (
              capacity || '—'
            )}
          </td>
        );
      })}
      <td className="number">{day.isWorkingDay || day.open > 0 ? day.capacity : '—'}</td>
      <td className="number">
        {day.shortfall > 0 ? (
          <span className="clock" data-time={day.date <= today ? 'late' : 'soon'}>
            差 {day.shortfall} 件
          </span>
        ) : day.open + day.expected > 0 ? (
          '够'
        ) : (
          '—'
        )}
      </td>
    </tr>
  );
}
