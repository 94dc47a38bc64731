import { Input } from 'antd';
import type { ActionBodies } from '../../../../src/api/contract';
import { MomentInput } from '../polls/poll-fields';
import './reply.css';

export type Live = Partial<NonNullable<ActionBodies['reply']['live']>>;

/** A live stream that goes with the reply: where, and when. Nothing of it is sent while the address is empty. */
export function LiveInput({ id, value, onChange }: { id: string; value: Live; onChange: (live: Live | null) => void }) {
  const change = (changes: Live) => {
    const next = { ...value, ...changes };
    onChange(next.url || next.startsAt || next.endsAt ? next : null);
  };
  return (
    <div className="live-input">
      <Input
        id={id}
        value={value.url ?? ''}
        maxLength={500}
        placeholder="https://"
        onChange={({ target }) => change({ url: target.value.trim() })}
      />
      {value.url ? (
        <div className="live-times">
          <label htmlFor={`${id}-starts`}>开始（北京时间）</label>
          <MomentInput id={`${id}-starts`} value={value.startsAt ?? ''} onChange={(startsAt) => change({ startsAt })} />
          <label htmlFor={`${id}-ends`}>结束（选填）</label>
          <MomentInput
            id={`${id}-ends`}
            value={value.endsAt ?? ''}
            onChange={(endsAt) => change({ endsAt: endsAt || undefined })}
          />
        </div>
      ) : null}
    </div>
  );
}
