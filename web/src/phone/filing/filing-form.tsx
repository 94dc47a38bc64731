import { useRef, useState } from 'react';
import type { PublicForm } from '../../../../src/api/contract';
import { RequestError } from '../../api/request';
import { useFiles } from '../files/use-files';
import { useOnline } from '../online';
import { Button } from '../parts/button';
import { Form } from '../parts/form';
import { Failure, Notice, useWait } from '../parts/notice';
import { Page } from '../parts/page';
import { Steps } from '../parts/steps';
import { remember } from '../recent';
import { filePath, go, goBackTo, receiptPath } from '../route';
import {
  faultsFound,
  faultsOf,
  faultsOfStep,
  firstOpenStep,
  LAST_STEP,
  stepOf,
  type Faults,
  type Field,
} from './checks';
import { ownerOf, placeName, useDraft } from './draft';
import { Review } from './review';
import { Similar, useSimilar } from './similar';
import { PlaceStep, SubjectStep, WordsStep } from './steps';
import { submit } from './submit';

const NAMES = ['类型与地点', '内容', '身份与联系'];
const EARLIER = '您前一次提交其实已经收到,这里是那一次的内容。之后改过的文字没有包含在内,可以在进度页补充。';

/** Filing in three screens. What is typed is kept at every keystroke; going back loses nothing. */
export function FilingForm({ form, step: asked }: { form: PublicForm; step: number }) {
  const onlyPlace = form.places.length === 0 ? form.unit.id : null;
  const [kept, change, drop] = useDraft(form.code);
  const draft = { ...kept, unit: kept.unit ?? onlyPlace };
  const files = useFiles(ownerOf(form.code));
  const [tried, setTried] = useState(0);
  const [found, setFound] = useState<Faults>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [progress, setProgress] = useState<string | null>(null);
  const isUnderWay = useRef(false);
  const isOnline = useOnline();
  const wait = useWait(failure);

  const hasVoice = files.items.some(({ sort }) => sort === 'voice');
  const faults = faultsOf(draft, hasVoice);
  const step = Math.min(Math.max(1, asked), LAST_STEP, firstOpenStep(faults));
  const shown = { ...found, ...(tried > 0 ? faultsOfStep(faults, step) : {}) };
  const similar = useSimilar({
    form: form.code,
    unit: draft.unit,
    text: step === 2 ? `${draft.title}\n${draft.body}` : '',
  });

  const goOn = () => {
    if (Object.keys(faultsOfStep(faults, step)).length > 0) return setTried(tried + 1);
    setTried(0);
    if (step < LAST_STEP) return go(filePath(form.code, step + 1));
    if (isOnline) return void send();
    change({ isWaiting: true });
  };

  const send = async () => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setFailure(null);
    setProgress('正在提交…');
    const onSending = (index: number) => setProgress(`正在上传第 ${index + 1} 个附件,共 ${files.items.length} 个…`);
    try {
      const { receipt, isEarlier } = await submit(form, draft, files.items, { change, onSending });
      const { number, title, createdAt, next, trackingToken: token } = receipt;
      const place = placeName(form, draft.unit);
      remember({ number, title, createdAt, next, token, place, ...(isEarlier ? { remark: EARLIER } : {}) });
      drop();
      await files.clear();
      go(receiptPath(form.code, token), { replace: true });
    } catch (error) {
      fail(error);
    } finally {
      isUnderWay.current = false;
      setProgress(null);
    }
  };

  const fail = (error: unknown) => {
    const wrong = error instanceof RequestError ? faultsFound(error.problem.errors) : null;
    setFailure(error);
    setFound(wrong ?? {});
    if (!wrong) return;
    const first = Math.min(...Object.keys(wrong).map((field) => stepOf(field as Field)));
    if (first < step) go(filePath(form.code, first));
    setTried((before) => before + 1);
  };

  const edit: typeof change = (changes) => {
    if (Object.keys(found).length > 0) setFailure(null);
    setFound({});
    change(changes);
  };
  const props = { form, draft, change: edit, faults: shown };
  return (
    <Page title="反映诉求" name={`反映诉求 · ${NAMES[step - 1]!}`}>
      <Steps names={NAMES} at={step} />
      <Form onSubmit={goOn} failures={tried} aria-label={`第 ${step} 步:${NAMES[step - 1]!}`}>
        {step === 1 ? <PlaceStep {...props} /> : null}
        {step === 2 ? <WordsStep {...props} files={files} /> : null}
        {step === 3 ? <SubjectStep {...props} /> : null}
        {step === 2 ? <Similar items={similar} onGoOn={goOn} /> : null}
        {step === 3 ? <Review form={form} draft={draft} files={files.items.length} /> : null}
        {failure ? <Failure error={failure} /> : null}
        {step === LAST_STEP && !isOnline ? <Offline isWaiting={draft.isWaiting} /> : null}
        <div className="m-actions">
          <Button type="submit" look="primary" isBusy={progress !== null} disabled={wait > 0}>
            {progress ?? labelOf(step, isOnline, wait)}
          </Button>
          {step > 1 ? <Button onClick={() => goBackTo(filePath(form.code, step - 1))}>上一步</Button> : null}
        </div>
        <p className="small muted">填写的内容随时保存在这部手机上,提交成功后清除。</p>
      </Form>
    </Page>
  );
}

function labelOf(step: number, isOnline: boolean, wait: number): string {
  if (wait > 0) return `请等 ${wait} 秒再提交`;
  if (step < LAST_STEP) return '下一步';
  return isOnline ? '提交' : '网络恢复后提醒我提交';
}

function Offline({ isWaiting }: { isWaiting: boolean }) {
  return (
    <Notice>
      <p>现在没有网络,还不能提交。填写的内容都在这部手机上,关掉页面也不会丢。</p>
      {isWaiting ? <p>已记下。网络恢复后再打开这里,会提醒您提交。</p> : null}
    </Notice>
  );
}
