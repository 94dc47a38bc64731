import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { Notice } from '../../../../src/api/contract';
import { moment, nearMoment } from '../../time/format';
import { useNow } from '../../time/now';
import { remaining } from '../../time/remaining';
import { useCalendar } from '../calendar';
import { addresseeOf, limitOf, matterOf, delayOf, subjectOf, targetOf } from './notice-facts';

/** `onRead` is absent for who only looks. */
export function NoticeRow({ notice, onRead }: { notice: Notice; onRead?: () => void }) {
  const now = useNow();
  const { label, at, demand, read } = notice;
  const target = targetOf(notice);
  const name = subjectOf(notice);
  const matter = matterOf(notice);
  const open = () => (read ? undefined : onRead?.());
  return (
    <li className="notice" data-unread={read ? undefined : true}>
      <div className="notice-main">
        <p className="notice-line">
          {read ? null : <span className="tag notice-unread">未读</span>}
          <span className="notice-label">
            {label}
            {matter ? `：${matter}` : ''}
          </span>
          <Overdue notice={notice} />
        </p>
        <p>
          {target ? (
            <Link to={target.to} search={target.search} className="notice-link" onClick={open}>
              {name}
            </Link>
          ) : (
            <span className="muted">{name}</span>
          )}
          {demand ? <span className="small muted number notice-number">{demand.number}</span> : null}
        </p>
        <p className="small muted">
          {[addresseeOf(notice), limitOf(notice), delayOf(notice)].filter(Boolean).join(' · ')}
        </p>
      </div>
      <div className="notice-end">
        <time className="small muted" dateTime={at} title={moment(at, now)}>
          {nearMoment(at, now)}
        </time>
        {read || !onRead ? null : (
          <Button size="small" type="text" onClick={onRead} aria-label={`标为已读：${label} ${name}`}>
            标为已读
          </Button>
        )}
      </div>
    </li>
  );
}

/** How late the demand was when the notice went out. */
function Overdue({ notice: { data, at, clock } }: { notice: Notice }) {
  const calendar = useCalendar();
  const dueAt = typeof data.dueAt === 'string' ? Date.parse(data.dueAt) : null;
  if (dueAt === null || Date.parse(at) < dueAt) return null;
  const badge = remaining(calendar, dueAt, Date.parse(at), clock === 'contact');
  return (
    <span className="clock" data-time={badge.sense} title="发出通知时">
      {badge.text}
    </span>
  );
}
