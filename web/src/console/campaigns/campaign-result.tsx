import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { Campaign } from '../../../../src/api/contract';
import { MILESTONE_NAMES, MILESTONES, type Milestone } from '../../../../src/domain/milestone';
import { EmptyState, ErrorState, LoadingRows } from '../parts/states';
import '../collection/print.css';
import { resultQuery } from './queries';
import { spanText } from './span-text';

const NOTES: Record<Milestone, string> = {
  asked: '在这场活动登记的诉求',
  dispatched: '已有主办单位',
  solved: '已反馈，结果为已解决或采纳',
  rated: '诉求人已评价',
  satisfied: '评价基本满意及以上',
};

/** What became of what was asked: every figure opens the list of what it counts. */
export function CampaignResult({ campaign }: { campaign: Campaign }) {
  const result = useQuery({ ...resultQuery(campaign.id), refetchInterval: 60_000 });
  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  if (!result.data) return <LoadingRows rows={3} height={48} />;
  const { total, byCategory } = result.data;
  if (total.asked === 0)
    return (
      <EmptyState title="还没有诉求">
        在登记表格里登记，或请大家扫码。之后这里会显示各有几件分拨、解决和评价。
      </EmptyState>
    );
  const figure = (count: number, milestone: Milestone, category?: string) => (
    <td key={milestone} className="number">
      {count === 0 ? (
        '0'
      ) : (
        <Link to="/demands" search={{ campaign: campaign.id, milestone, category }}>
          {count}
        </Link>
      )}
    </td>
  );
  return (
    <section className="printed" aria-labelledby="campaign-result">
      <div className="page-header">
        <div>
          <h2 id="campaign-result">{campaign.name}结果</h2>
          <p className="muted">
            {spanText(campaign)} · {campaign.location} · {campaign.host}。只计您可以查看的诉求，点数字看清单。
          </p>
        </div>
        <Button className="not-printed" onClick={() => window.print()}>
          打印
        </Button>
      </div>
      <table className="campaign-table">
        <thead>
          <tr>
            <th scope="col">类别</th>
            {MILESTONE_NAMES.map((name) => (
              <th key={name} scope="col" title={NOTES[name]}>
                {MILESTONES[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {byCategory.map(({ category, ...counts }) => (
            <tr key={category}>
              <th scope="row">{category}</th>
              {MILESTONE_NAMES.map((name) => figure(counts[name], name, category))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">合计</th>
            {MILESTONE_NAMES.map((name) => figure(total[name], name))}
          </tr>
        </tfoot>
      </table>
      <dl className="definitions campaign-notes">
        {MILESTONE_NAMES.map((name) => (
          <div key={name} className="campaign-note">
            <dt>{MILESTONES[name]}</dt>
            <dd>{NOTES[name]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
