import { Form, Input, Select } from 'antd';
import { SUBJECT_LABELS, SUBJECT_TYPES } from '../../../../src/domain/vocabulary';
import { telephoneRule } from '../filing/filing';

const { Item } = Form;

/** Whom a finding concerns, and how to reach them; without them it is the building's own. */
export function FindingContact() {
  return (
    <div className="field-pair">
      <Item name={['subject', 'type']} label="涉及的主体" initialValue="enterprise">
        <Select options={SUBJECT_TYPES.map((value) => ({ value, label: SUBJECT_LABELS[value] }))} />
      </Item>
      <Item name={['subject', 'name']} label="主体名称" extra="不填为整栋楼宇。">
        <Input maxLength={200} />
      </Item>
      <Item name={['contact', 'name']} label="联系人">
        <Input maxLength={50} />
      </Item>
      <Item name={['contact', 'phone']} label="电话" rules={[telephoneRule]} extra="加密保存。">
        <Input maxLength={20} inputMode="tel" />
      </Item>
    </div>
  );
}
