import { Button } from 'antd';
import { FormError } from '../parts/form-error';

/** Under a form that puts a record right: what went wrong, and the two ways out. */
export function CorrectionFoot({
  send,
  onClose,
}: {
  send: { error: unknown; isPending: boolean };
  onClose: () => void;
}) {
  return (
    <>
      <FormError error={send.error} />
      <div className="field-actions">
        <Button htmlType="submit" loading={send.isPending}>
          更正
        </Button>
        <Button type="text" onClick={onClose}>
          返回
        </Button>
      </div>
    </>
  );
}
