import { useMutation } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import type { RuleDryRun, Rules } from '../../../../../src/api/contract';
import { post } from '../../../api/request';
import { FormError } from '../../parts/form-error';
import { DryRunResult } from './dry-run-result';

const DAYS = [7, 30, 90, 366];

/** Tries what is being written on demands of the past. What was tried is said to be old once it is changed. */
export function DryRun({ rules }: { rules: Rules }) {
  const [days, setDays] = useState(90);
  const [tried, setTried] = useState<Rules | null>(null);
  const run = useMutation({
    mutationFn: () => post<RuleDryRun>('/rules/dry-run', { rules, days }),
    onSuccess: () => setTried(rules),
  });
  return (
    <section className="section" aria-labelledby="rules-dry-run">
      <h2 id="rules-dry-run">试算</h2>
      <div className="admin-span">
        用最近
        <Select
          aria-label="最近多少天"
          value={days}
          onChange={setDays}
          options={DAYS.map((value) => ({ value, label: `${value} 天` }))}
        />
        登记的诉求试算
        <Button loading={run.isPending} onClick={() => run.mutate()}>
          试算
        </Button>
        <span className="muted">只看不改，最多一万件。</span>
      </div>
      <FormError error={run.error} />
      {run.data && tried !== rules ? <p className="muted">试算以后又改过，结果可能不同，请再试算一次。</p> : null}
      {run.data ? <DryRunResult run={run.data} /> : null}
    </section>
  );
}
