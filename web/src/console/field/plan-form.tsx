import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { NewVisits, PlannedVisits, Visit } from '../../../../src/api/contract';
import { useIntention } from '../../api/use-intention';
import { post } from '../../api/request';
import { dayText } from '../../time/format';
import { refresh } from '../live';
import { enterprisesQuery } from './queries';
import { SendFailure } from './send-failure';
import { useSend } from './use-send';

interface Props {
  /** Offers what this team looks after; otherwise whatever the person sees. */
  team?: string;
  /** Chosen already. */
  enterprises?: readonly { id: string; name: string }[];
  onPlanned: (visits: Visit[]) => void;
  onClose: () => void;
}

const REPEATS = [
  { value: 1, label: '只这一次' },
  ...[3, 6, 12].map((months) => ({ value: months, label: `每月一次，连续 ${months} 个月` })),
];
/** The next full hour within the day. */
const nextHour = (): string => String(Math.min(23, ((new Date().getUTCHours() + 8) % 24) + 1)).padStart(2, '0');

/** Plans visits: which enterprises, when, how often. */
export function PlanForm({ team, enterprises = [], onPlanned, onClose }: Props) {
  const id = useId();
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const [chosen, setChosen] = useState(enterprises.map((each) => each.id));
  const [q, setQ] = useState('');
  const [day, setDay] = useState(() => dayText(Date.now()));
  const [time, setTime] = useState(() => `${nextHour()}:00`);
  const [months, setMonths] = useState(1);
  const [lack, setLack] = useState<string | null>(null);
  const found = useQuery(enterprisesQuery({ q: q.trim() || undefined, team, limit: 50 })).data?.items ?? [];
  const options = new Map([...enterprises, ...found.filter((each) => each.team)].map((each) => [each.id, each.name]));

  const { send, isBusy, failure, waits } = useSend(async () => {
    const body: NewVisits = { enterprises: chosen, plannedAt: `${day}T${time}:00+08:00`, months };
    const { items } = await post<PlannedVisits>('/visits', body, keyFor(body));
    refresh(client);
    onPlanned(items);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen.length === 0) return setLack('请选择至少一家企业。');
    if (!day || !time) return setLack('请填写日期和时间。');
    setLack(null);
    void send();
  };

  return (
    <form className="field-form panel" aria-label="安排走访" onSubmit={submit}>
      <div className="field-item">
        <label htmlFor={`${id}-enterprises`}>企业</label>
        <Select
          id={`${id}-enterprises`}
          mode="multiple"
          value={chosen}
          onChange={setChosen}
          showSearch={{ filterOption: false, onSearch: setQ }}
          options={[...options].map(([value, label]) => ({ value, label }))}
          placeholder="输入名称查找，可选多家"
          notFoundContent="没有符合的企业；先在“包干队伍”里把企业交给队伍"
        />
      </div>
      <div className="field-pair">
        <div className="field-item">
          <label htmlFor={`${id}-day`}>日期</label>
          <Input
            id={`${id}-day`}
            type="date"
            value={day}
            min={dayText(Date.now())}
            onChange={({ target }) => setDay(target.value)}
          />
        </div>
        <div className="field-item">
          <label htmlFor={`${id}-time`}>时间</label>
          <Input id={`${id}-time`} type="time" value={time} onChange={({ target }) => setTime(target.value)} />
        </div>
        <div className="field-item">
          <label htmlFor={`${id}-months`}>重复</label>
          <Select id={`${id}-months`} value={months} onChange={setMonths} options={REPEATS} />
        </div>
      </div>
      {lack ? (
        <p className="form-error" role="alert">
          {lack}
        </p>
      ) : (
        <SendFailure failure={failure} waits={waits} />
      )}
      <div className="field-actions">
        <Button type="primary" htmlType="submit" loading={isBusy}>
          安排
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  );
}
