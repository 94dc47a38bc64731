import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Popconfirm } from 'antd';
import { useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { CollectionForm, TakenDemand } from '../../../../src/api/contract';
import { useIntention } from '../../api/use-intention';
import { post } from '../../api/request';
import { showFieldErrors } from '../parts/field-errors';
import { FormError } from '../parts/form-error';
import { refresh } from '../live';
import { useDraft } from '../parts/draft';
import { FilingSimilar } from '../similar/filing-similar';
import { demandOf, type Filing } from './filing';
import { DemandFields, FileField, ReporterFields } from './filing-fields';
import { FormAnswers, useChosenForm } from './form-answers';

interface FilingFormProps {
  /** What is there before anything is typed. */
  initial: Filing;
  onFiled: (taken: TakenDemand, filing: Filing) => void;
  onClear: () => void;
}

/** A collector registers a demand for somebody. The draft stays on this machine until it is filed. */
export function FilingForm({ initial, onFiled, onClear }: FilingFormProps) {
  const client = useQueryClient();
  const draft = useDraft<Filing>('file', initial);
  const [form] = Form.useForm<Filing>();
  const { keyFor } = useIntention();
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const [isUploading, setUploading] = useState(false);
  const isUnderWay = useRef(false);
  const chosen = useRef<CollectionForm | null>(null);

  const send = async (filing: Filing, chosen: CollectionForm | null) => {
    if (isUnderWay.current || isUploading) return;
    isUnderWay.current = true;
    setBusy(true);
    setFailure(null);
    try {
      const body = demandOf({ ...filing, attachments: draft.content.attachments }, chosen);
      const taken = await post<TakenDemand>('/demands', body, keyFor(body));
      draft.forget();
      refresh(client);
      onFiled(taken, filing);
    } catch (error) {
      setFailure(error);
      showFieldErrors(form, error);
      const wrong = form.getFieldsError().find(({ errors }) => errors.length > 0);
      if (wrong) form.scrollToField(wrong.name, { focus: true, block: 'center' });
    } finally {
      isUnderWay.current = false;
      setBusy(false);
    }
  };

  const clear = () => {
    draft.forget();
    onClear();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    if (event.ctrlKey || event.metaKey) form.submit();
    // A half-filled form is not sent by the way.
    else if (event.target instanceof HTMLInputElement) event.preventDefault();
  };

  return (
    <div onKeyDown={onKeyDown}>
      <Form<Filing>
        form={form}
        className="filing-form"
        layout="vertical"
        requiredMark="optional"
        scrollToFirstError={{ focus: true, block: 'center' }}
        initialValues={draft.content}
        onValuesChange={(_, filing) => draft.change(filing)}
        onFinish={(filing) => void send(filing, chosen.current)}
      >
        <Parts chosen={chosen} onUploading={setUploading} />
        <FormError error={failure} />
        <div className="filing-actions">
          <Button type="primary" htmlType="submit" loading={isBusy} disabled={isUploading} title="Ctrl+Enter">
            {isUploading ? '附件还没录完或传完' : '登记'}
          </Button>
          <Popconfirm
            title="清空已经填写的内容？"
            okText="清空"
            okButtonProps={{ danger: true, type: 'default' }}
            onConfirm={clear}
          >
            <Button>清空</Button>
          </Popconfirm>
          <span className="muted small">Ctrl+Enter 登记。填写的内容自动保存在本机，刷新不丢。</span>
        </div>
      </Form>
    </div>
  );
}

interface PartsProps {
  /** Told which form is being filled in. */
  chosen: RefObject<CollectionForm | null>;
  onUploading: (isUploading: boolean) => void;
}

function Parts({ chosen, onUploading }: PartsProps) {
  const form = useChosenForm();
  chosen.current = form;
  return (
    <>
      <section className="filing-part" aria-labelledby="filing-demand">
        <h2 id="filing-demand">诉求</h2>
        <DemandFields form={form} />
        <FilingSimilar />
        <FileField onBusy={onUploading} />
      </section>
      {form ? <FormAnswers chosen={form} /> : null}
      <section className="filing-part" aria-labelledby="filing-reporter">
        <h2 id="filing-reporter">诉求人</h2>
        <ReporterFields form={form} />
      </section>
    </>
  );
}
