import { Modal } from 'antd';
import type { TreeUnit } from '../../../../../src/api/contract';
import { FormError } from '../../parts/form-error';
import { useUnitChange } from './change-unit';

/** Closes or reopens. What stands in the way of closing, the service says. */
export function CloseUnit({ unit, onDone }: { unit: TreeUnit; onDone: () => void }) {
  const change = useUnitChange(unit, onDone);
  return (
    <Modal
      open
      title={unit.closed ? `重新开放“${unit.name}”` : `关闭“${unit.name}”`}
      okText={unit.closed ? '重新开放' : '关闭单位'}
      onOk={() => change.mutate({ name: unit.name, closed: !unit.closed })}
      confirmLoading={change.isPending}
      onCancel={onDone}
    >
      <FormError error={change.error} />
      <p>
        {unit.closed
          ? '开放后可以再向这里登记、分拨诉求，也可以给人员授予这里的角色。'
          : '关闭后不能再向这里登记、分拨诉求，它的公开登记页也会停用。办过的诉求和记录都保留，随时可以重新开放。'}
      </p>
    </Modal>
  );
}
