import { useMutation, useQuery } from '@tanstack/react-query';
import { Modal, Select } from 'antd';
import { useState } from 'react';
import type { Duty, DutyRules } from '../../../../../src/api/contract';
import type { AssignRule } from '../../../../../src/domain/routing';
import { get, post } from '../../../api/request';
import { FormError } from '../../parts/form-error';

/** Items of the duty list, to be written as rules: what mentions an item's words goes to its unit. */
export function DutyPicker({ onPick, onClose }: { onPick: (rules: AssignRule[]) => void; onClose: () => void }) {
  const [chosen, setChosen] = useState<string[]>([]);
  const duties = useQuery({
    queryKey: ['duties', 'all'],
    queryFn: () => get<{ items: Duty[] }>('/duties', { limit: 200 }),
  });
  const make = useMutation({
    mutationFn: () => post<DutyRules>('/duties/rules', { duties: chosen }),
    onSuccess: ({ rules }) => onPick(rules),
  });
  return (
    <Modal
      open
      title="从职责清单添加"
      okText={`写成 ${chosen.length} 条规则`}
      okButtonProps={{ disabled: chosen.length === 0, loading: make.isPending }}
      onOk={() => make.mutate()}
      onCancel={onClose}
    >
      <p className="admin-dialog-note muted">
        每项职责写成一条分派规则：文字提到它的关键词，就由责任单位主办。没有关键词的写不成。写好以后请看检查和试算。
      </p>
      <FormError error={make.error ?? duties.error} />
      <Select
        aria-label="职责"
        mode="multiple"
        style={{ width: '100%' }}
        loading={duties.isPending}
        value={chosen}
        onChange={setChosen}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder="输入编号、事项或单位查找"
        options={duties.data?.items
          .filter(({ words }) => words.length > 0)
          .map(({ id, code, name, unit }) => ({ value: id, label: `${code} ${name}（${unit.name}）` }))}
      />
    </Modal>
  );
}
