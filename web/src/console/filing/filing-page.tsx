import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Me, TakenDemand } from '../../../../src/api/contract';
import { PageHeader } from '../parts/page-header';
import { EmptyState } from '../parts/states';
import { actsAs, unitsWithRole, useMe } from '../session';
import { FiledReceipt } from './filed-receipt';
import type { Filing } from './filing';
import { FilingForm } from './filing-form';
import './filing.css';

/** A collector of a park or a community registers what is said there. */
function initialOf(me: Me): Filing {
  const own = unitsWithRole(me, 'collector').find(({ level }) => level === 'C');
  return own ? { unit: own.id } : {};
}

export function FilingPage() {
  const me = useMe();
  const [filed, setFiled] = useState<TakenDemand | null>(null);
  const [initial, setInitial] = useState(() => initialOf(me));
  const [begun, setBegun] = useState(0);
  const clear = () => {
    setInitial(initialOf(me));
    setBegun(begun + 1);
  };
  const onFiled = (taken: TakenDemand, { unit, channel, form }: Filing) => {
    setInitial({ unit, channel, form });
    setFiled(taken);
  };
  return (
    <div className="page">
      <PageHeader title="登记诉求" note="替企业、员工、党员或党组织登记。登记后按规则提出分拨建议，时限从现在算起。">
        <Link to="/letter">打印一封信</Link>
      </PageHeader>
      {!actsAs(me, 'collector') ? (
        <EmptyState title="您没有收集人角色">登记诉求由收集人办理。需要时请联系本单位管理员开通。</EmptyState>
      ) : filed ? (
        <FiledReceipt taken={filed} onAgain={() => setFiled(null)} />
      ) : (
        <FilingForm key={begun} initial={initial} onFiled={onFiled} onClear={clear} />
      )}
    </div>
  );
}
