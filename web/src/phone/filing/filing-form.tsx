import { useState } from 'react';
import type { PublicForm } from '../../../../src/api/contract';
import { STILL_RECORDING, useFiles } from '../files/use-files';
import { useOnline } from '../online';
import { Button } from '../parts/button';
import { Form } from '../parts/form';
import { Failure, Notice } from '../parts/notice';
import { Page } from '../parts/page';
import { Steps } from '../parts/steps';
import { filePath } from '../paths';
import { go, goBackTo } from '../route';
import { faultsOf, faultsOfStep, firstFaultyStep, LAST_STEP, type Faults } from './checks';
import { ownerOf, useDraft } from './draft';
import type { ChangeDraft, Draft } from './draft-content';
import { FormHead } from './form-head';
import { Review } from './review';
import { Similar, useSimilar } from './similar';
import { PlaceStep, SubjectStep, WordsStep } from './steps';
import { useSending } from './use-sending';

const NAMES = ['类型与地点', '内容', '身份与联系'];

/** Filing in three screens. What is typed is kept at every keystroke; going back loses nothing. */
export function FilingForm({ form, step: asked }: { form: PublicForm; step: number }) {
  const onlyPlace = form.places.length === 0 ? form.unit.id : null;
  const [kept, change, drop] = useDraft(form.code);
  const draft = onlyWay(form, { ...kept, unit: kept.unit ?? onlyPlace });
  const files = useFiles(ownerOf(form.code));
  const [tried, setTried] = useState(0);
  const isOnline = useOnline();

  const hasVoice = files.items.some(({ sort }) => sort === 'voice' || sort === 'video');
  const faults = { ...faultsOf(form, draft, hasVoice), ...(files.isRecording ? { files: STILL_RECORDING } : {}) };
  const step = Math.min(Math.max(1, asked), LAST_STEP, firstFaultyStep(faults));
  const isHeld = step === LAST_STEP && !isOnline && draft.isWaiting;
  const onFound = (wrong: Faults) => {
    if (firstFaultyStep(wrong) < step) go(filePath(form.code, firstFaultyStep(wrong)));
    setTried((before) => before + 1);
  };
  const { send, progress, failure, found, wait, mend } = useSending({ form, draft, files, change, drop, onFound });
  const text = step === 2 ? `${draft.title}\n${draft.body}` : '';
  const similar = useSimilar({ form: form.code, unit: draft.unit, text });

  const goOn = () => {
    if (Object.keys(faultsOfStep(faults, step)).length > 0) return setTried(tried + 1);
    setTried(0);
    if (step < LAST_STEP) go(filePath(form.code, step + 1));
    else if (isOnline) void send();
    else change({ isWaiting: true });
  };
  const edit: ChangeDraft = (changes) => {
    mend();
    change(changes);
  };
  const shown = { ...found, ...(tried > 0 ? faultsOfStep(faults, step) : {}) };
  const fields = { form, draft, change: edit, faults: shown };
  return (
    <Page title="反映诉求" name={`反映诉求 · ${NAMES[step - 1]!}`}>
      <FormHead form={form} isWhole={step === 1} />
      <Steps names={NAMES} at={step} />
      <Form onSubmit={goOn} failures={tried} aria-label={`第 ${step} 步：${NAMES[step - 1]!}`}>
        {step === 1 ? <PlaceStep {...fields} /> : null}
        {step === 2 ? <WordsStep {...fields} files={files} /> : null}
        {step === 2 ? <Similar items={similar} /> : null}
        {step === 3 ? <SubjectStep {...fields} /> : null}
        {step === 3 ? <Review form={form} draft={draft} files={files.items} /> : null}
        {failure ? <Failure error={failure} /> : null}
        {step === LAST_STEP && !isOnline ? <Offline isWaiting={draft.isWaiting} /> : null}
        <div className="m-actions">
          <Button type="submit" look="primary" isBusy={progress !== null} disabled={wait > 0 || isHeld}>
            {progress ?? (isHeld ? '已记下，等网络恢复' : labelOf(step, isOnline, wait))}
          </Button>
          {step > 1 ? <Button onClick={() => goBackTo(filePath(form.code, step - 1))}>上一步</Button> : null}
        </div>
        <p className="small muted">填写的内容随时保存在这部手机上，提交成功后清除。</p>
      </Form>
    </Page>
  );
}

/** Where a form takes one kind or one subject alone, nobody needs to choose it. */
function onlyWay(form: PublicForm, draft: Draft): Draft {
  const only = <Value extends string>(choices: { value: string }[], chosen: Value | null): Value | null =>
    chosen ?? (choices.length === 1 ? (choices[0]!.value as Value) : null);
  return { ...draft, kind: only(form.kinds, draft.kind), subjectType: only(form.subjectTypes, draft.subjectType) };
}

function labelOf(step: number, isOnline: boolean, wait: number): string {
  if (wait > 0) return `请等 ${wait} 秒再提交`;
  if (step < LAST_STEP) return '下一步';
  return isOnline ? '提交' : '网络恢复后提醒我提交';
}

function Offline({ isWaiting }: { isWaiting: boolean }) {
  return (
    <Notice>
      <p>现在没有网络，还不能提交。填写的内容都在这部手机上，关掉页面也不会丢。</p>
      {isWaiting ? <p>已记下。网络恢复后再打开这里，会提醒您提交。</p> : null}
    </Notice>
  );
}
