import { Button, Input } from 'antd';
import { useId, useState, type FormEvent, type KeyboardEvent } from 'react';
import type { ActionBodies } from '../../../../src/api/contract';
import type { Action } from '../../../../src/domain/vocabulary';
import { FormError } from '../parts/form-error';
import { useAct } from './use-act';

interface Props<A extends Action> {
  number: string;
  action: A;
  /** All that is sent besides the reason. */
  body: Omit<ActionBodies[A], 'reason'>;
  /** Above the field. */
  asks: string;
  isRequired: boolean;
  /** On the button. */
  does: string;
  onDone: () => void;
  onClose: () => void;
}

/** An action of which only the reason is left to say. */
export function ReasonForm<A extends 'decide_extension' | 'decide_deferral' | 'transfer'>(props: Props<A>) {
  const { number, action, body, asks, isRequired, does, onDone, onClose } = props;
  const id = useId();
  const [reason, setReason] = useState('');
  const act = useAct(number, action, onDone);
  const said = reason.trim();
  const isReady = !isRequired || said !== '';
  const send = () => {
    if (isReady && !act.isPending) act.mutate({ ...body, reason: said || undefined } as ActionBodies[A]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = ({ key, ctrlKey, metaKey, nativeEvent }: KeyboardEvent) => {
    if (nativeEvent.isComposing) return;
    if (key === 'Escape') onClose();
    if (key === 'Enter' && (ctrlKey || metaKey)) send();
  };
  return (
    <form className="desk-form" onSubmit={submit} onKeyDown={onKeyDown}>
      <label htmlFor={id}>{asks}</label>
      <Input.TextArea
        id={id}
        autoFocus
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={1000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <FormError error={act.error} />
      <div className="desk-buttons">
        <Button type="primary" htmlType="submit" loading={act.isPending} disabled={!isReady} title="Ctrl+Enter">
          {does}
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  );
}
