import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { Finding, InspectionPage as Page } from '../../../../src/api/contract';
import type { FindingCategory } from '../../../../src/domain/inspection';
import type { Risk } from '../../../../src/domain/vocabulary';
import { post } from '../../api/request';
import { dayText, moment } from '../../time/format';
import { refresh } from '../live';
import { FormError } from '../parts/form-error';
import { PageHeader } from '../parts/page-header';
import { ErrorState, LoadingRows } from '../parts/states';
import { hasRole, useMe } from '../session';
import { CollectedLine } from './collected-list';
import './field.css';
import { FindingForm } from './finding-form';
import { FindingGrid } from './finding-grid';
import { FindingList } from './finding-list';
import { inspectionQuery } from './queries';

/** Walking through a building: what is tapped, what it became, and what the others found. */
export function InspectionPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const round = useQuery(inspectionQuery(id));
  return (
    <div className="page field-page field-one">
      <p className="small">
        <Link to="/inspections">全部巡查</Link>
      </p>
      {round.isPending ? <LoadingRows rows={4} /> : null}
      {round.isError && !round.data ? <ErrorState error={round.error} onRetry={() => void round.refetch()} /> : null}
      {round.data ? <Shown key={id} round={round.data} /> : null}
    </div>
  );
}

export interface Cell {
  category: FindingCategory;
  risk: Risk;
}

function Shown({ round }: { round: Page }) {
  const me = useMe();
  const [cell, setCell] = useState<Cell | null>(null);
  const [last, setLast] = useState<Finding | null>(null);
  const { building, name, plannedAt, finishedAt, finishedBy } = round;
  const isOpen = finishedAt === null;
  // One whose demand was taken back was recorded by mistake.
  const meant = round.findings.filter(({ demand }) => demand?.stage !== 'withdrawn');
  const writes = isOpen && hasRole(me, 'collector');
  const choose = (chosen: Cell) => {
    setLast(null);
    setCell(chosen);
  };
  const onFound = (finding: Finding) => {
    setCell(null);
    setLast(finding);
  };
  return (
    <>
      <PageHeader
        title={name}
        note={
          <>
            <Link to="/buildings/$unit" params={{ unit: building.id }}>
              {building.name}
            </Link>{' '}
            · {dayText(plannedAt)} · {isOpen ? '正在巡查' : `${finishedBy?.name} 于 ${moment(finishedAt)} 结束`}
          </>
        }
      />
      <FindingGrid findings={meant} chosen={cell} onChoose={writes ? choose : undefined} />
      {cell && writes ? (
        <FindingForm
          key={`${cell.category}${cell.risk}`}
          round={round}
          cell={cell}
          onFound={onFound}
          onClose={() => setCell(null)}
        />
      ) : null}
      {last ? <JustFound finding={last} /> : null}
      <section className="section" aria-label="发现">
        <h2>
          发现 <span className="muted number">{round.findings.length}</span>
        </h2>
        <FindingList round={round} />
      </section>
      {writes ? <Finish id={round.id} /> : null}
    </>
  );
}

/** The number and the clock of a red one stand there at once. */
function JustFound({ finding }: { finding: Finding }) {
  const { demand, category } = finding;
  return (
    <div className="field-form panel" role="status">
      {demand ? (
        <>
          <p>已记录，并登记为诉求。请把编号告诉物业或企业。</p>
          <CollectedLine demand={demand} />
        </>
      ) : (
        <p>已记录：{category}。</p>
      )}
    </div>
  );
}

function Finish({ id }: { id: string }) {
  const client = useQueryClient();
  const finish = useMutation({
    mutationFn: () => post<Page>(`/inspections/${id}/actions/finish`),
    onSuccess: (round) => {
      client.setQueryData(inspectionQuery(id).queryKey, round);
      refresh(client);
    },
  });
  return (
    <section className="section">
      <FormError error={finish.error} />
      <Popconfirm
        title="结束这一轮巡查？"
        description="结束以后不能再补记。"
        okText="结束"
        cancelText="返回"
        onConfirm={() => finish.mutate()}
      >
        <Button className="field-big" loading={finish.isPending}>
          结束巡查
        </Button>
      </Popconfirm>
    </section>
  );
}
