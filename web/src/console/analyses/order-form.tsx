import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { AnalysisSummary, NewAnalysis } from '../../../../src/api/contract';
import type { Role } from '../../../../src/domain/vocabulary';
import { post } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { PRESETS, type Period } from '../overview/period';
import { PeriodPicker } from '../overview/period-picker';
import '../overview/overview.css';
import { useWatchedUnits } from '../overview/watched-units';
import { FormError } from '../parts/form-error';
import { UnitSelect } from '../parts/unit-select';
import { unitsWithRole, useMe } from '../session';
import { dayNumber } from '../../../../src/domain/local-time';

const ORDERING: readonly Role[] = ['supervisor', 'administrator'];

interface Props {
  onDone: (report: AnalysisSummary) => void;
  onCancel: () => void;
}

/** Which unit, which days. The service makes the report in the background. */
export function OrderForm({ onDone, onCancel }: Props) {
  const me = useMe();
  const client = useQueryClient();
  const units = useWatchedUnits(me, ORDERING);
  const [unit, setUnit] = useState<string | undefined>(() => unitsWithRole(me, ...ORDERING)[0]?.id);
  const [period, setPeriod] = useState<Period>(() => PRESETS[1].of(dayNumber(Date.now())));
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const { keyFor } = useIntention();
  const id = useId();

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!unit) return setFailure('请先选择单位。');
    setBusy(true);
    setFailure(null);
    try {
      const body: NewAnalysis = { unit, ...period };
      const report = await post<AnalysisSummary>('/analyses', body, keyFor(body));
      await client.invalidateQueries({ queryKey: ['analyses'] });
      onDone(report);
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }

  return (
    <form className="analysis-form panel" aria-label="生成专题分析" onSubmit={(event) => void send(event)}>
      <div className="field">
        <label htmlFor={`${id}-unit`}>单位（含下级）</label>
        <UnitSelect id={`${id}-unit`} allow={units.isWatched} value={unit} onChange={setUnit} />
      </div>
      <div className="field">
        <span>时段</span>
        <div className="page-actions">
          <PeriodPicker period={period} onChange={setPeriod} />
        </div>
      </div>
      <FormError error={failure} />
      <div className="page-actions">
        <Button type="primary" htmlType="submit" loading={isBusy}>
          生成
        </Button>
        <Button onClick={onCancel}>取消</Button>
      </div>
    </form>
  );
}
