import { Radio } from 'antd';
import { useId } from 'react';
import type { Callback } from '../../../../src/api/contract';
import type { Dimensions } from '../../../../src/domain/rating';
import type { Grade } from '../../../../src/domain/vocabulary';
import { GRADES } from '../../words/labels';
import { DimensionsInput } from '../parts/dimensions-input';
import { REPLY_QUALITY_LABELS } from './words';

interface FoundTyped {
  solved: boolean | null;
  dimensions: Dimensions;
  replyQuality: Grade | null;
}

interface FoundFieldsProps {
  job: Callback;
  found: FoundTyped;
  onChange: (change: Partial<FoundTyped>) => void;
}

/** What the analysis wants to know beside the conclusion; nothing is preset, and nothing must be filled. */
export function FoundFields({ job, found: { solved, dimensions, replyQuality }, onChange }: FoundFieldsProps) {
  const id = useId();
  return (
    <>
      <div className="callback-field">
        <span id={`${id}-solved`}>对方说问题解决了吗（没有问到就不选）</span>
        <Radio.Group
          aria-labelledby={`${id}-solved`}
          value={solved}
          onChange={({ target }) => onChange({ solved: target.value as boolean })}
          options={[
            { value: true, label: '解决了' },
            { value: false, label: '没有解决' },
          ]}
        />
      </div>
      <div className="callback-field" role="group" aria-label="分项评价">
        <span>分项评价（对方说到的才选）</span>
        <DimensionsInput value={dimensions} onChange={(next) => onChange({ dimensions: next })} />
      </div>
      {job.kind === 'spot_check' ? (
        <div className="callback-field">
          <span id={`${id}-quality`}>您看答复写得怎样（由回访人员评，不问对方）</span>
          <Radio.Group
            aria-labelledby={`${id}-quality`}
            value={replyQuality}
            onChange={({ target }) => onChange({ replyQuality: target.value as Grade })}
            options={GRADES.map((value) => ({ value, label: REPLY_QUALITY_LABELS[value] }))}
          />
        </div>
      ) : null}
    </>
  );
}
