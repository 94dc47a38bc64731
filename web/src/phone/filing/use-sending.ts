import { useRef, useState } from 'react';
import type { PublicForm } from '../../../../src/api/contract';
import { RequestError } from '../../api/request';
import type { Files } from '../files/use-files';
import { receiptPath } from '../paths';
import { useWait } from '../parts/notice';
import { remember } from '../recent';
import { go } from '../route';
import { faultsFound, type Faults } from './checks';
import { placeName } from './draft';
import type { ChangeDraft, Draft } from './draft-content';
import { submit, type Filed } from './submit';

const EARLIER = '您前一次提交其实已经收到，这里是那一次的内容。之后改过的文字没有包含在内，可以在进度页补充。';

interface Sending {
  send: () => Promise<void>;
  /** What is under way; null when nothing is. */
  progress: string | null;
  failure: unknown;
  /** What the service found wrong with single fields. */
  found: Faults;
  /** Seconds until it may be tried again. */
  wait: number;
  /** Forgets what was found: somebody is mending it. */
  mend: () => void;
}

interface SendingOf {
  form: PublicForm;
  draft: Draft;
  files: Files;
  change: ChangeDraft;
  drop: () => void;
  onFound: (faults: Faults) => void;
}

/** Sends the draft, once at a time; when it was filed, the draft is gone and its receipt is shown. */
export function useSending({ form, draft, files, change, drop, onFound }: SendingOf): Sending {
  const [progress, setProgress] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [found, setFound] = useState<Faults>({});
  const isUnderWay = useRef(false);
  const wait = useWait(failure);

  const filed = async ({ receipt, isEarlier }: Filed) => {
    const { number, title, createdAt, next, trackingToken: token } = receipt;
    const place = placeName(form, draft.unit);
    remember({ number, title, createdAt, next, token, place, ...(isEarlier ? { remark: EARLIER } : {}) });
    drop();
    await files.clear();
    go(receiptPath(form.code, token), { replace: true });
  };

  const send = async () => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setFailure(null);
    setProgress('正在提交…');
    const total = files.items.length;
    const onSending = (index: number) => setProgress(`正在上传第 ${index + 1} 个附件，共 ${total} 个…`);
    try {
      await filed(await submit(form, draft, files.items, { change, onSending }));
    } catch (error) {
      const faults = error instanceof RequestError ? faultsFound(error.problem.errors) : null;
      setFailure(error);
      setFound(faults ?? {});
      if (faults) onFound(faults);
    } finally {
      isUnderWay.current = false;
      setProgress(null);
    }
  };

  const mend = () => {
    if (Object.keys(found).length === 0) return;
    setFound({});
    setFailure(null);
  };
  return { send, progress, failure, found, wait, mend };
}
