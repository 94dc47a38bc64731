import { useEffect, useRef, useState } from 'react';
import { Button } from '../parts/button';
import { canRecord, clock, LONGEST, record, type Recording } from './recording';
import type { KeptFile } from './kept-file';

type Voice = Pick<KeptFile, 'blob' | 'name' | 'seconds' | 'sort'>;

const refusalOf = (error: unknown): string =>
  error instanceof DOMException && error.name === 'NotAllowedError'
    ? '没有得到使用麦克风的许可。请在浏览器设置里允许后再录,或直接打字。'
    : '这部手机现在录不了音。请直接打字,或用手机自带的录音机录好后,从「添加文件」上传。';

/** Says it instead of typing it: start, the running time, stop. The recording then stands in the list, to be heard or deleted. */
export function VoiceRecorder({ onRecorded }: { onRecorded: (voice: Voice) => Promise<void> }) {
  const [state, setState] = useState<'ready' | 'asking' | 'recording'>('ready');
  const [seconds, setSeconds] = useState(0);
  const [refusal, setRefusal] = useState<string | null>(null);
  const running = useRef<Recording>(null);
  useEffect(() => () => running.current?.stop(), []);
  useEffect(() => {
    if (state !== 'recording') return;
    const timer = setInterval(() => setSeconds((before) => Math.min(LONGEST, before + 1)), 1000);
    return () => clearInterval(timer);
  }, [state]);

  const start = async () => {
    setRefusal(null);
    setSeconds(0);
    setState('asking');
    try {
      running.current = await record((voice) => {
        setState('ready');
        void onRecorded({ ...voice, sort: 'voice' });
      });
      setState('recording');
    } catch (error) {
      setRefusal(refusalOf(error));
      setState('ready');
    }
  };

  if (!canRecord()) return null;
  return (
    <>
      {state === 'recording' ? (
        <Button className="m-recording" onClick={() => running.current?.stop()}>
          停止录音 <span className="number">{clock(seconds)}</span> / {clock(LONGEST)}
        </Button>
      ) : (
        <Button isBusy={state === 'asking'} onClick={() => void start()}>
          {state === 'asking' ? '请允许使用麦克风…' : '录一段话'}
        </Button>
      )}
      {refusal ? (
        <p className="m-field-error m-wide" role="alert">
          {refusal}
        </p>
      ) : null}
    </>
  );
}
