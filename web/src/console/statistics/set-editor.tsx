import { Button, Checkbox, Input, InputNumber, Radio, Switch } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { DraftDetail, FigureSet } from '../../../../src/api/contract';
import { ClockTimeInput } from '../admin/clock-time-input';
import { useSaveDraft } from '../admin/drafts/use-save-draft';
import { FormError } from '../parts/form-error';
import { defaultFigureSet } from '../../../../src/domain/figure-set';
import { EXCLUDED, EXCLUDED_NAMES } from './set-lines';

type Data = Omit<FigureSet, 'version' | 'note' | 'publishedAt' | 'publishedBy'>;

interface Props {
  base: FigureSet;
  draft: DraftDetail | null;
  onDone: (saved: DraftDetail | null) => void;
}

/** A draft of before that was part of it says nothing of which results resolve. */
const draftData = (draft: DraftDetail): Data => ({
  resolving: defaultFigureSet.resolving,
  ...(draft.data as Omit<Data, 'resolving'>),
});

const dataOf = ({ version: _v, note: _n, publishedAt: _a, publishedBy: _b, ...data }: FigureSet): Data => data;

/** How figures are counted, as a draft that a second person has to approve. */
export function SetEditor({ base, draft, onDone }: Props) {
  const [data, setData] = useState<Data>(() => (draft ? draftData(draft) : dataOf(base)));
  const [note, setNote] = useState(draft?.note ?? '');
  const [missing, setMissing] = useState<string | null>(null);
  const save = useSaveDraft({ kind: 'figures', draft: draft ?? undefined, onSaved: onDone });
  const id = useId();
  const set = (change: Partial<Data>) => setData((before) => ({ ...before, ...change }));
  const weight = (name: keyof Data['weights']) => ({
    ...{ id: `${id}-${name}`, min: 0, max: 1, step: 0.05, value: data.weights[name] },
    onChange: (value: number | null) => set({ weights: { ...data.weights, [name]: value ?? 0 } }),
  });
  const sum = Math.round(1000 * (data.weights.response + data.weights.resolution + data.weights.satisfaction)) / 1000;

  function send(event: FormEvent): void {
    event.preventDefault();
    const why = note.trim() === '' ? '请先填写“为什么改”。' : sum === 1 ? null : `三率权重之和须为 1，现在是 ${sum}。`;
    setMissing(why);
    if (why === null) save.mutate({ data, note: note.trim(), baseVersion: base.version });
  }

  return (
    <form className="stats-form" aria-label="修改统计口径" onSubmit={send}>
      <fieldset>
        <legend>综合得分的权重（合计 {sum}）</legend>
        {(
          [
            ['response', '响应率'],
            ['resolution', '解决率'],
            ['satisfaction', '满意率'],
          ] as const
        ).map(([name, label]) => (
          <div className="field" key={name}>
            <label htmlFor={`${id}-${name}`}>{label}</label>
            <InputNumber {...weight(name)} />
          </div>
        ))}
      </fieldset>
      <fieldset>
        <legend>怎样计</legend>
        <div className="field">
          <label htmlFor={`${id}-barely`}>基本满意每件计</label>
          <InputNumber
            id={`${id}-barely`}
            min={0}
            max={1}
            step={0.1}
            value={data.barelyCounts}
            onChange={(value) => set({ barelyCounts: value ?? 0 })}
          />
        </div>
        <div className="field">
          <span id={`${id}-resolution`}>是否解决</span>
          <Radio.Group
            aria-labelledby={`${id}-resolution`}
            value={data.resolution}
            onChange={({ target }) => set({ resolution: target.value as Data['resolution'] })}
            options={[
              { value: 'confirmed', label: '有回访的以诉求人说法为准' },
              { value: 'declared', label: '以办理结果为准' },
            ]}
          />
        </div>
        <Checkbox
          checked={data.resolving.consultation.includes('explained')}
          onChange={({ target }) =>
            set({
              resolving: {
                ...data.resolving,
                consultation: target.checked ? ['resolved', 'explained'] : ['resolved'],
              },
            })
          }
        >
          咨询“已解释说明”也算已解决
        </Checkbox>
        <div className="field">
          <label htmlFor={`${id}-small`}>分母不足几件标“样本少”</label>
          <InputNumber
            id={`${id}-small`}
            min={2}
            max={1000}
            value={data.small}
            onChange={(value) => set({ small: value ?? 10 })}
          />
        </div>
      </fieldset>
      <fieldset>
        <legend>不计入</legend>
        {EXCLUDED_NAMES.map((name) => (
          <Checkbox
            key={name}
            checked={data.exclude[name]}
            onChange={({ target }) => set({ exclude: { ...data.exclude, [name]: target.checked } })}
          >
            {EXCLUDED[name]}
          </Checkbox>
        ))}
      </fieldset>
      <fieldset>
        <legend>日和月</legend>
        <div className="field">
          <span>统计日截止（24:00 为自然日）</span>
          <ClockTimeInput
            label="统计日截止，24:00 为自然日"
            value={data.dayEnds}
            onChange={(at) => set({ dayEnds: at || 1440 })}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-month`}>考核月从几日起（1 为自然月）</label>
          <InputNumber
            id={`${id}-month`}
            min={1}
            max={28}
            value={data.monthBegins}
            onChange={(value) => set({ monthBegins: value ?? 1 })}
          />
        </div>
      </fieldset>
      <div className="field">
        <label htmlFor={`${id}-confirmed`}>已经主管部门确认</label>
        <Switch id={`${id}-confirmed`} checked={data.confirmed} onChange={(confirmed) => set({ confirmed })} />
      </div>
      <div className="field">
        <label htmlFor={`${id}-note`}>为什么改</label>
        <Input.TextArea
          id={`${id}-note`}
          rows={2}
          maxLength={500}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      </div>
      <FormError error={missing ?? save.error} />
      <div className="page-actions">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          保存草案
        </Button>
        <Button onClick={() => onDone(null)}>取消</Button>
      </div>
    </form>
  );
}
