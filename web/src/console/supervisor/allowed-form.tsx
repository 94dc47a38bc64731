import { useQuery } from '@tanstack/react-query';
import { App, Button, Segmented } from 'antd';
import { useState } from 'react';
import type { Case } from '../../../../src/api/contract';
import { ActionForm } from '../case/action-form';
import { actionsQuery, caseQuery } from '../case/case-queries';
import { sentenceOf } from '../parts/states';
import { useMe } from '../session';
import { ReasonForm } from './reason-form';

interface Props {
  action: 'urge' | 'supervise' | 'transfer';
  label: string;
  number: string;
  onClose: () => void;
}

/** The service says whether it may be done, before anything is typed. */
export function AllowedForm({ action, label, number, onClose }: Props) {
  const demand = useQuery(caseQuery(number));
  const actions = useQuery(actionsQuery(number));
  const option = actions.data?.items.find((each) => each.action === action);
  const error = demand.error ?? actions.error;
  if (error || (option && !option.allowed))
    return <Refusal why={error ? sentenceOf(error) : (option?.detail ?? '现在不能这样做。')} onClose={onClose} />;
  if (!demand.data || !option) return <p className="desk-form muted">正在核对能不能{label}…</p>;
  if (action === 'transfer') return <TransferForm label={label} demand={demand.data} onClose={onClose} />;
  return <ActionForm action={action} label={label} demand={demand.data} onClose={onClose} />;
}

function Refusal({ why, onClose }: { why: string; onClose: () => void }) {
  return (
    <div className="desk-form" role="status">
      <p>{why}</p>
      <div>
        <Button size="small" onClick={onClose}>
          知道了
        </Button>
      </div>
    </div>
  );
}

/** To another handler of the lead unit; a supervisor who handles there as well may take it over. */
function TransferForm({ label, demand, onClose }: { label: string; demand: Case; onClose: () => void }) {
  const { username, roles } = useMe();
  const { message } = App.useApp();
  const [to, setTo] = useState<'other' | 'me'>('other');
  const handlesThere = roles.some(({ role, unit }) => role === 'handler' && unit.id === demand.leadUnit?.id);
  const canTakeOver = handlesThere && demand.holder.user?.username !== username;
  const taken = () => {
    onClose();
    void message.success('已由您接管。');
  };
  return (
    <div className="desk-form">
      {canTakeOver ? (
        <div>
          <Segmented
            aria-label="交给谁"
            value={to}
            onChange={setTo}
            options={[
              { value: 'other', label: '改派他人' },
              { value: 'me', label: '由我接管' },
            ]}
          />
        </div>
      ) : null}
      {canTakeOver && to === 'me' ? (
        <ReasonForm
          number={demand.number}
          action="transfer"
          body={{ user: username }}
          asks="为什么接管"
          isRequired
          does="由我接管"
          onDone={taken}
          onClose={onClose}
        />
      ) : (
        <ActionForm action="transfer" label={label} demand={demand} onClose={onClose} />
      )}
    </div>
  );
}
