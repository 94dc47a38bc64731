import { Button, InputNumber, Select } from 'antd';
import type { LadderRow } from '../../../../../src/domain/policy';
import { CLOCK_NAMES, CLOCKS, type ClockName } from '../../../../../src/domain/vocabulary';
import { STEP_LABELS } from '../../../words/labels';
import type { FieldErrors } from '../../parts/field-errors';
import { FieldError } from './field';
import { STEPS, withoutLadder, type Rules } from './policy-words';

interface LaddersEditorProps {
  ladders: Rules['ladders'];
  errors: FieldErrors;
  onChange: (ladders: Rules['ladders']) => void;
}

export function LaddersEditor({ ladders, errors, onChange }: LaddersEditorProps) {
  const set = (clock: ClockName, rungs: LadderRow[]) => {
    const { [clock]: _was, ...others } = ladders;
    onChange(rungs.length === 0 ? others : { ...others, [clock]: rungs });
  };
  return (
    <section className="section" aria-labelledby="edit-ladders">
      <h2 id="edit-ladders">升级阶梯</h2>
      <p className="muted">百分比从小到大，须有 100 %（到期）一级。已在区级、不能再上提的，改为列入督办。</p>
      {CLOCK_NAMES.map((clock) => (
        <ClockLadder
          key={clock}
          clock={clock}
          rungs={ladders[clock] ?? []}
          errors={errors}
          onChange={(rungs) => set(clock, rungs)}
        />
      ))}
    </section>
  );
}

interface ClockLadderProps {
  clock: ClockName;
  rungs: LadderRow[];
  errors: FieldErrors;
  onChange: (rungs: LadderRow[]) => void;
}

function ClockLadder({ clock, rungs, errors, onChange }: ClockLadderProps) {
  const path = `/ladders/${clock}`;
  const found = Object.entries(errors).find(([at]) => at === path || at.startsWith(`${path}/`))?.[1];
  const set = (at: number, rung: LadderRow) => onChange(rungs.map((each, i) => (i === at ? rung : each)));
  const next = (rungs.at(-1)?.percent ?? 80) + 20;
  return (
    <div className="admin-clock-rows">
      <h3>{CLOCKS[clock]}</h3>
      <div className="admin-clock-right">
        {rungs.length === 0 ? <p className="muted">{withoutLadder(clock)}</p> : null}
        <ol className="admin-rungs">
          {rungs.map((rung, i) => (
            <li key={i} className="admin-rung">
              <InputNumber
                className="admin-percent number"
                aria-label={`${CLOCKS[clock]}第 ${i + 1} 级的百分比`}
                status={found ? 'error' : undefined}
                min={1}
                max={500}
                precision={0}
                suffix="%"
                value={rung.percent}
                onChange={(percent) => set(i, { ...rung, percent: percent ?? 1 })}
              />
              <Select
                aria-label={`${CLOCKS[clock]}第 ${i + 1} 级做什么`}
                value={rung.step}
                options={STEPS.map((step) => ({ value: step, label: STEP_LABELS[step] }))}
                onChange={(step) => set(i, { ...rung, step })}
              />
              <Button
                onClick={() => onChange(rungs.filter((_, at) => at !== i))}
                aria-label={`删去${CLOCKS[clock]}第 ${i + 1} 级`}
              >
                删去
              </Button>
            </li>
          ))}
        </ol>
        <FieldError message={found} />
        <Button size="small" onClick={() => onChange([...rungs, { percent: next, step: 'remind' }])}>
          添一级
        </Button>
      </div>
    </div>
  );
}
