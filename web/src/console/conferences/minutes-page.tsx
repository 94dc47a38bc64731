import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import type { AgendaItem, Minutes } from '../../../../src/api/contract';
import { dayText, moment } from '../../time/format';
import '../collection/print.css';
import { PageHeader } from '../parts/page-header';
import { ErrorState, LoadingRows } from '../parts/states';
import { minutesQuery } from './conference-queries';
import './conferences.css';

/** 会议纪要 on A4, as it stands: what was decided, by demand, with lines to sign. */
export function MinutesPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const found = useQuery(minutesQuery(id));
  return (
    <div className="page">
      <PageHeader title="会议纪要" note="按现在的议程和决定排成，打印为 A4。">
        <Link to={`/conferences/${id}`}>返回议程</Link>
        <Button type="primary" disabled={!found.data} onClick={() => print()}>
          打印
        </Button>
      </PageHeader>
      {found.isPending ? <LoadingRows rows={8} height={48} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <Sheet minutes={found.data} /> : null}
    </div>
  );
}

function Sheet({ minutes: { conference, decisions, undecided } }: { minutes: Minutes }) {
  return (
    <article className="minutes printed">
      <h2>{conference.title}纪要</h2>
      <dl className="definitions">
        <dt>单位</dt>
        <dd>{conference.unit.name}</dd>
        <dt>时间</dt>
        <dd>
          {dayText(conference.heldAt).slice(0, 4)}年{moment(conference.heldAt).replace(/^\d+年/, '')}
        </dd>
        <dt>地点</dt>
        <dd>{conference.location}</dd>
        <dt>主持</dt>
        <dd>{conference.host}</dd>
        <dt>参会</dt>
        <dd className="words">{conference.attendees || '—'}</dd>
      </dl>
      <p>
        会议研究诉求 <span className="number">{conference.items}</span> 件，作出决定{' '}
        <span className="number">{decisions.length}</span> 件：
      </p>
      <table className="minutes-table">
        <thead>
          <tr>
            <th scope="col">序号</th>
            <th scope="col">诉求</th>
            <th scope="col">决定</th>
            <th scope="col">主办</th>
            <th scope="col">时限</th>
          </tr>
        </thead>
        <tbody>
          {decisions.map((item, i) => (
            <tr key={item.demand?.number ?? i}>
              <td className="number">{i + 1}</td>
              <td className="words">
                {item.demand ? `${item.demand.number} ${item.demand.title}` : '（不在您的可见范围）'}
              </td>
              <td className="words">{item.decision}</td>
              <td>{item.leadUnit?.name ?? item.demand?.leadUnit?.name ?? '—'}</td>
              <td>{byWhen(item)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {undecided.length > 0 ? (
        <p className="words">
          未作决定 {undecided.length} 件：
          {undecided.flatMap(({ demand }) => (demand ? `${demand.number} ${demand.title}` : [])).join('；')}。
        </p>
      ) : null}
      <div className="minutes-signatures">
        <p>主持人（签字）：</p>
        <p>记录人（签字）：</p>
        <p>日期：</p>
      </div>
    </article>
  );
}

const byWhen = ({ dueAt, workingDays }: AgendaItem): string => {
  if (dueAt) return dayText(dueAt);
  return workingDays === null ? '—' : `${workingDays} 个工作日`;
};
