import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Form, Input, Radio, Select } from 'antd';
import type { CollectionForm, TreeUnit } from '../../../../src/api/contract';
import { KIND_LABELS, FILED_KINDS, SUBJECT_LABELS, SUBJECT_TYPES, URGENCIES } from '../../../../src/domain/vocabulary';
import { holdsTelephone } from '../../../../src/domain/telephone';
import { URGENCY_LABELS } from '../../words/labels';
import { AttachmentUpload } from '../parts/attachment-upload';
import { UnitSelect } from '../parts/unit-select';
import { channelsQuery } from '../collection/queries';
import { categoriesQuery } from './categories';
import { telephoneRule, type Filing } from './filing';
import { FormChoice } from './form-answers';

const { Item } = Form;
const required = (message: string) => [{ required: true, whitespace: true, message }];
const chosen = (message: string) => [{ required: true, message }];
const options = <Word extends string>(words: readonly Word[], labels: Record<Word, string>) =>
  words.map((value) => ({ value, label: labels[value] }));
/** A demand is about a place; departments and teams are who handles it. */
const isPlace = ({ kind }: TreeUnit): boolean => kind !== 'department' && kind !== 'team';

/** What the demand is; a form may take only some kinds and categories. */
export function DemandFields({ form }: { form: CollectionForm | null }) {
  const usual = useQuery(categoriesQuery).data ?? [];
  const channels = useQuery(channelsQuery).data ?? [];
  const categories = form && form.categories.length > 0 ? form.categories : usual;
  const body = Form.useWatch<string | undefined>('body');
  const isTold = form?.asksContact !== 'no' && holdsTelephone(body ?? '');
  const offered = form && form.channels.length > 0 ? channels.filter((each) => form.channels.includes(each)) : channels;
  return (
    <>
      <div className="filing-pair">
        <Item name="unit" label="所在地" rules={chosen('请选择诉求所在的园区、社区或街道。')}>
          <UnitSelect allow={isPlace} placeholder="输入名称查找" />
        </Item>
        <Item name="channel" label="收集渠道" rules={chosen('请选择是从哪个渠道收集的。')}>
          <Select showSearch options={offered.map((value) => ({ value, label: value }))} placeholder="从哪里收集到的" />
        </Item>
      </div>
      <FormChoice />
      <Item name="kind" label="类型" rules={chosen('请选择类型。')}>
        <Radio.Group options={options(form?.kinds ?? FILED_KINDS, KIND_LABELS)} />
      </Item>
      <Item name="title" label="标题" rules={required('请用一句话写明是什么事。')}>
        <Input maxLength={200} placeholder="一句话说明是什么事" />
      </Item>
      <Item
        name="body"
        label="内容"
        rules={required('请写明时间、地点、情况和希望怎样解决。')}
        extra={
          isTold ? '正文里有电话，请写到下面的联系方式里：那里加密保存，正文看得到这件诉求的人都看得到。' : undefined
        }
      >
        <Input.TextArea
          autoSize={{ minRows: 6, maxRows: 20 }}
          maxLength={20_000}
          placeholder="时间、地点、情况、希望怎样解决"
        />
      </Item>
      <div className="filing-pair">
        <Item name="category" label="类别" extra="不填由规则判断；没有合适的可以直接输入。">
          <AutoComplete
            allowClear
            options={categories.map((value) => ({ value }))}
            showSearch={{ filterOption: (typed, option) => option?.value.includes(typed.trim()) ?? false }}
            maxLength={50}
          />
        </Item>
        <Item name="urgency" label="缓急" extra="不填由规则判断。">
          <Select allowClear options={options(URGENCIES, URGENCY_LABELS)} />
        </Item>
      </div>
    </>
  );
}

/** Whose demand it is, and how to reach them. */
export function ReporterFields({ form }: { form: CollectionForm | null }) {
  return (
    <>
      <div className="filing-pair">
        <Item name={['subject', 'type']} label="诉求主体" rules={chosen('请选择主体。')}>
          <Select options={options(form?.subjectTypes ?? SUBJECT_TYPES, SUBJECT_LABELS)} placeholder="谁提出的" />
        </Item>
        <Item name={['subject', 'name']} label="主体名称" rules={required('请填写单位或个人的名称。')}>
          <Input maxLength={200} placeholder="如 某某科技有限公司" />
        </Item>
      </div>
      <Item name="filedFor" label="替谁登记" extra="替本人不便登记的人填写时，写那个人是谁。">
        <Input maxLength={200} />
      </Item>
      {form?.asksContact === 'no' ? null : <ContactFields isRequired={form?.asksContact === 'required'} />}
    </>
  );
}

function ContactFields({ isRequired }: { isRequired: boolean }) {
  const must = (message: string) => (isRequired ? required(message) : []);
  return (
    <div className="filing-pair">
      <Item
        name={['contact', 'name']}
        label="联系人"
        dependencies={[['contact', 'phone']]}
        rules={[...must('这张征集表要求留下联系人。'), withOther('phone', '填了电话，请也写联系人。')]}
      >
        <Input maxLength={50} />
      </Item>
      <Item
        name={['contact', 'phone']}
        label="电话"
        dependencies={[['contact', 'name']]}
        rules={[...must('这张征集表要求留下电话。'), withOther('name', '填了联系人，请也写电话。'), telephoneRule]}
        extra="加密保存；他人查看须说明理由，并留下记录。"
      >
        <Input maxLength={20} inputMode="tel" />
      </Item>
    </div>
  );
}

export function FileField({ onBusy }: { onBusy: (isBusy: boolean) => void }) {
  return (
    <Item name="attachments" label="附件">
      <AttachmentUpload onBusy={onBusy} />
    </Item>
  );
}

/** Name and phone come together or not at all. */
const withOther =
  (other: 'name' | 'phone', message: string) =>
  ({ getFieldValue }: { getFieldValue: (name: string[]) => string | undefined }) => ({
    validator: (_rule: unknown, value: Filing['title']) =>
      !value?.trim() && getFieldValue(['contact', other])?.trim()
        ? Promise.reject(new Error(message))
        : Promise.resolve(),
  });
