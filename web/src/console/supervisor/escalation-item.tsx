import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { Notice } from '../../../../src/api/contract';
import { CLOCKS } from '../../../../src/domain/vocabulary';
import { nearMoment } from '../../time/format';
import { useNow } from '../../time/now';

interface Props {
  notice: Notice;
  isNew: boolean;
  /** Absent while nothing can be changed. */
  onRead?: () => void;
}

export function EscalationItem({ notice, isNew, onRead }: Props) {
  const { demand, clock, unit, at, lateBySeconds, read } = notice;
  const now = useNow();
  return (
    <li className="desk-row desk-notice" data-unread={read ? undefined : true}>
      <div className="desk-row-head">
        <p className="desk-row-what">
          {isNew ? <span className="tag desk-new">新</span> : null}
          {read ? null : <span className="visually-hidden">未读：</span>}
          {demand ? (
            <Link to={`/demands/${demand.number}`} onClick={onRead}>
              {demand.title}
            </Link>
          ) : (
            <span className="muted">一件已不在您可见范围的诉求</span>
          )}
        </p>
        {read || !onRead ? null : (
          <Button size="small" type="text" onClick={onRead} aria-label={`标为已读：${demand?.title ?? ''}`}>
            标为已读
          </Button>
        )}
      </div>
      <p className="small muted desk-meta">
        <time dateTime={at}>{nearMoment(at, now)}</time>
        {clock ? <span>{CLOCKS[clock]}时限</span> : null}
        {unit ? <span>{unit.name}</span> : null}
        {demand ? <span className="number">{demand.number}</span> : null}
        {lateBySeconds >= 60 ? <span>比计划晚 {Math.round(lateBySeconds / 60)} 分钟发出</span> : null}
      </p>
    </li>
  );
}
