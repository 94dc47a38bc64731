import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, InputNumber } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { AnalysisDetail, Improvement, NewImprovement } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { useIntention } from '../../api/use-intention';
import { useDraft } from '../parts/draft';
import { FormError } from '../parts/form-error';
import { UnitSelect } from '../parts/unit-select';
import { OwnerSelect } from '../topics/owner-select';

/** What of the report somebody wants to have improved. */
export interface Subject {
  about: { section: string; key: string }[];
  title: string;
  unit: string | undefined;
}

interface Props {
  report: AnalysisDetail;
  subject: Subject;
  onClose: () => void;
}

interface Fields {
  unit?: string;
  owner?: string;
  title: string;
  body: string;
  workingDays: number;
}

const USUAL_DAYS = 10;

export function ImprovementForm({ report, subject, onClose }: Props) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const initial: Fields = { unit: subject.unit, title: subject.title, body: '', workingDays: USUAL_DAYS };
  const name = `improvement:${report.id}:${JSON.stringify(subject.about)}`;
  const { content: fields, change, forget } = useDraft<Fields>(name, initial);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const { keyFor } = useIntention();
  const id = useId();

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    const { unit, owner, title, body, workingDays } = fields;
    if (!unit) return setFailure('请先选择由哪个单位整改。');
    if (title.trim() === '' || body.trim() === '') return setFailure('请写明整改什么，怎样算改好。');
    setBusy(true);
    setFailure(null);
    try {
      const wanted: NewImprovement = {
        unit,
        title,
        body,
        workingDays,
        about: subject.about,
        ...(owner ? { owner } : {}),
      };
      const made = await post<Improvement>(`/analyses/${report.id}/improvements`, wanted, keyFor(wanted));
      forget();
      await client.invalidateQueries({ queryKey: ['analysis', report.id, 'improvements'] });
      void message.success(`已要求${made.unit.name}整改，编号 ${made.number}`);
      onClose();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }

  return (
    <form className="analysis-form panel not-printed" aria-label="要求整改" onSubmit={(event) => void send(event)}>
      <div className="field">
        <label htmlFor={`${id}-unit`}>整改单位（本单位的下级）</label>
        <UnitSelect
          id={`${id}-unit`}
          under={report.unit.id}
          allow={({ id: unit }) => unit !== report.unit.id}
          value={fields.unit}
          onChange={(unit) => change({ unit, owner: undefined })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-owner`}>责任人（可以不填，须为该单位经办人）</label>
        <OwnerSelect
          id={`${id}-owner`}
          unit={fields.unit}
          value={fields.owner}
          onChange={(owner) => change({ owner })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-title`}>整改事项</label>
        <Input
          id={`${id}-title`}
          maxLength={200}
          value={fields.title}
          onChange={({ target }) => change({ title: target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-body`}>改什么，怎样算改好</label>
        <Input.TextArea
          id={`${id}-body`}
          maxLength={5000}
          autoSize={{ minRows: 3, maxRows: 10 }}
          value={fields.body}
          onChange={({ target }) => change({ body: target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-days`}>几个工作日内改好</label>
        <InputNumber
          id={`${id}-days`}
          min={1}
          max={250}
          value={fields.workingDays}
          onChange={(days) => change({ workingDays: days ?? USUAL_DAYS })}
        />
      </div>
      <FormError error={failure} />
      <div className="page-actions">
        <Button type="primary" htmlType="submit" loading={isBusy}>
          要求整改
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  );
}
