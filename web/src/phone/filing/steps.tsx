import type { PublicForm } from '../../../../src/api/contract';
import type { FiledKind, SubjectType } from '../../../../src/domain/vocabulary';
import { holdsTelephone } from '../../../../src/domain/telephone';
import { FilePicker } from '../files/file-picker';
import type { Files } from '../files/use-files';
import { OneOf } from '../parts/choices';
import { TextField, WordsField } from '../parts/field';
import { LIMITS, type Faults } from './checks';
import type { ChangeDraft, Draft } from './draft-content';
import { FormFields } from './form-fields';
import { PlacePicker } from './place-picker';

const KIND_NOTES: Record<FiledKind, string> = {
  consultation: '想问政策、流程、找谁办',
  help: '遇到困难，需要帮忙解决',
  complaint: '有事没办好，或受到不当对待',
  suggestion: '有想法，希望这里变得更好',
};

export interface StepProps {
  form: PublicForm;
  draft: Draft;
  change: ChangeDraft;
  faults: Faults;
}

export function PlaceStep({ form, draft, change, faults }: StepProps) {
  return (
    <>
      <OneOf
        legend="是哪一种"
        choices={form.kinds.map(({ value, label }) => ({
          value: value as FiledKind,
          label,
          note: KIND_NOTES[value as FiledKind],
        }))}
        value={draft.kind}
        onChange={(kind) => change({ kind })}
        error={faults.kind}
      />
      <PlacePicker form={form} value={draft.unit} onChange={(unit) => change({ unit })} error={faults.unit} />
    </>
  );
}

export function WordsStep({ form, draft, change, faults, files }: StepProps & { files: Files }) {
  const hasVoice = files.items.some(({ sort }) => sort === 'voice' || sort === 'video');
  return (
    <>
      <TextField
        label="一句话说明是什么事"
        value={draft.title}
        onChange={(title) => change({ title })}
        error={faults.title}
        maxLength={LIMITS.title}
        enterKeyHint="next"
      />
      <WordsField
        label="详细情况"
        hint="什么时候、在哪里、怎么回事、希望怎么解决。不想打字可以在下面录一段话。"
        isOptional={hasVoice}
        value={draft.body}
        onChange={(body) => change({ body })}
        error={faults.body}
        maxLength={LIMITS.body}
      />
      {form.form?.asksContact !== 'no' && holdsTelephone(`${draft.title} ${draft.body}`) ? (
        <p className="small" role="status">
          这里写了电话。请写到下一步的联系方式里：那里加密保存，这里看得到这件诉求的人都看得到。
        </p>
      ) : null}
      <FilePicker files={files} />
      {faults.files ? (
        <p className="m-field-error" role="alert">
          {faults.files}
        </p>
      ) : null}
      {form.form ? (
        <FormFields
          form={form.form}
          categories={form.categories}
          category={draft.category}
          answers={draft.answers}
          change={change}
          faults={faults}
        />
      ) : null}
    </>
  );
}

export function SubjectStep({ form, draft, change, faults }: StepProps) {
  const asksContact = form.form?.asksContact ?? 'optional';
  return (
    <>
      <OneOf
        legend="以什么身份反映"
        isPaired
        choices={form.subjectTypes.map(({ value, label }) => ({ value: value as SubjectType, label }))}
        value={draft.subjectType}
        onChange={(subjectType) => change({ subjectType })}
        error={faults.subjectType}
      />
      <TextField
        label="单位或个人的名称"
        hint="如某某公司、某某支部；员工、党员写姓名即可。"
        value={draft.subjectName}
        onChange={(subjectName) => change({ subjectName })}
        error={faults.subjectName}
        maxLength={LIMITS.name}
      />
      {asksContact === 'no' ? null : (
        <ContactGroup {...{ draft, change, faults }} isRequired={asksContact === 'required'} />
      )}
    </>
  );
}

type ContactProps = Omit<StepProps, 'form'> & { isRequired: boolean };

function ContactGroup({ draft, change, faults, isRequired }: ContactProps) {
  return (
    <div className="m-group">
      <h2>怎么联系您{isRequired ? null : <span className="muted">（选填）</span>}</h2>
      <p className="small muted">
        留下电话，办理的人可以当面问清楚，办完会回访。{isRequired ? null : '不留也会办理，您用查询链接看结果。'}
      </p>
      <TextField
        label="怎么称呼"
        autoComplete="name"
        value={draft.contactName}
        onChange={(contactName) => change({ contactName })}
        error={faults.contactName}
        maxLength={LIMITS.contactName}
      />
      <TextField
        label="电话"
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        value={draft.contactPhone}
        onChange={(contactPhone) => change({ contactPhone })}
        error={faults.contactPhone}
        maxLength={LIMITS.phone}
      />
      <p className="small muted">称呼和电话加密保存，只有办理和回访这件诉求的工作人员能看到，不公开，不作他用。</p>
    </div>
  );
}
