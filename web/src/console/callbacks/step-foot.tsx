import { Button } from 'antd';
import type { ReactNode } from 'react';
import { FormError } from '../parts/form-error';

interface StepFootProps {
  refusal: string | null;
  /** On the button that records it. */
  does: string;
  isReady: boolean;
  isSending: boolean;
  onClose: () => void;
  children?: ReactNode;
}

/** The end of a step's form: why it was refused, and the buttons. */
export function StepFoot({ refusal, does, isReady, isSending, onClose, children }: StepFootProps) {
  return (
    <>
      <FormError error={refusal} />
      <div className="callback-buttons">
        <Button type="primary" htmlType="submit" loading={isSending} disabled={!isReady}>
          {does}
        </Button>
        <Button type="text" onClick={onClose}>
          收起
        </Button>
        {children}
      </div>
    </>
  );
}
