import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react';
import { lengthWords } from '../../../src/domain/media';
import './media.css';
import { canRecord, record, type Recorded, type Recording } from './recording';
import { LONGEST, noRecorder, nothingRecorded, type RecordedKind, refusalOf } from './recording-words';

/** A button of the desk or of the phone. */
export type RecorderButton = ComponentType<{ onClick?: () => void; children: ReactNode }>;

/** Takes a recording out again. */
export type TakeBack = () => void;

interface RecorderProps {
  kind: RecordedKind;
  Button: RecorderButton;
  /** Takes it as soon as it stops: nobody loses a recording by forgetting a button. */
  onTaken: (recorded: Recorded) => TakeBack;
  /** Hears whether one is running or waits for the microphone, so that a form waits for it and keeps a place for it. */
  onRunning: (isRunning: boolean) => void;
  onClose: () => void;
}

type State =
  | { step: 'asking' }
  | { step: 'recording'; recording: Recording }
  | { step: 'done'; recorded: Recorded; url: string; takeBack: TakeBack }
  | { step: 'refused'; sentence: string };

/** Records a voice or a film: asks for leave, shows the time, takes it when it stops, then plays it back to be kept or made again. */
export function Recorder({ kind, Button, onTaken, onRunning, onClose }: RecorderProps) {
  const [state, setState] = useState<State>({ step: 'asking' });
  const [tries, setTries] = useState(0);
  const region = useRef<HTMLElement>(null);
  useEffect(() => region.current?.focus(), []);
  const latest = useRef(onTaken);
  latest.current = onTaken;
  const isRunning = state.step === 'asking' || state.step === 'recording';
  useEffect(() => {
    onRunning(isRunning);
    return () => onRunning(false);
  }, [isRunning]);
  useEffect(() => {
    let isGone = false;
    let recording: Recording | undefined;
    setState(canRecord(kind) ? { step: 'asking' } : { step: 'refused', sentence: noRecorder(kind) });
    if (!canRecord(kind)) return;
    const done = (recorded: Recorded) => {
      if (recorded.blob.size === 0) {
        if (!isGone) setState({ step: 'refused', sentence: nothingRecorded(kind) });
        return;
      }
      const takeBack = latest.current(recorded);
      if (!isGone) setState({ step: 'done', recorded, url: URL.createObjectURL(recorded.blob), takeBack });
    };
    record(kind, done).then(
      (started) => {
        recording = started;
        if (isGone) started.discard();
        else setState({ step: 'recording', recording: started });
      },
      (error: unknown) => isGone || setState({ step: 'refused', sentence: refusalOf(error, kind) }),
    );
    return () => {
      isGone = true;
      // Who leaves the page in the middle keeps what was said so far.
      recording?.stop();
    };
  }, [kind, tries]);

  const what = kind === 'voice' ? '录音' : '录像';
  const again = () => {
    if (state.step === 'done') state.takeBack();
    setState({ step: 'asking' });
    setTries(tries + 1);
  };
  const close = () => {
    if (state.step === 'recording') state.recording.discard();
    onClose();
  };
  return (
    <section className="media-recorder" aria-label={what} ref={region} tabIndex={-1}>
      {state.step === 'asking' ? (
        <p role="status">请允许使用{kind === 'voice' ? '麦克风' : '麦克风和摄像头'}…</p>
      ) : null}
      {state.step === 'recording' ? <Running kind={kind} recording={state.recording} /> : null}
      {state.step === 'done' ? <Playback {...state} /> : null}
      {state.step === 'refused' ? <p role="alert">{state.sentence}</p> : null}
      <div className="media-buttons">
        {state.step === 'recording' ? <Button onClick={state.recording.stop}>停止{what}</Button> : null}
        {state.step === 'done' ? <Button onClick={again}>重新录</Button> : null}
        {state.step === 'refused' && canRecord(kind) ? <Button onClick={again}>再试一次</Button> : null}
        <Button onClick={close}>{CLOSE[state.step]}</Button>
      </div>
    </section>
  );
}

const CLOSE: Record<State['step'], string> = { asking: '不录了', recording: '不录了', done: '收起', refused: '关闭' };

function Running({ kind, recording }: { kind: RecordedKind; recording: Recording }) {
  const [seconds, setSeconds] = useState(0);
  const view = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const startedAt = Date.now();
    const timer = setInterval(() => setSeconds(Math.round((Date.now() - startedAt) / 1000)), 500);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (view.current) view.current.srcObject = recording.stream;
  }, [recording]);
  return (
    <>
      {kind === 'video' ? (
        <video ref={view} className="media-film" muted autoPlay playsInline aria-label="摄像头看到的画面" />
      ) : null}
      <p>
        <strong>正在录</strong> <span className="number">{lengthWords(seconds)}</span>
        <span className="muted">，最长 {lengthWords(LONGEST[kind])}，到时自动停止</span>
      </p>
    </>
  );
}

function Playback({ recorded, url }: { recorded: Recorded; url: string }) {
  // Not at once: the player may still be reading.
  useEffect(() => () => void setTimeout(() => URL.revokeObjectURL(url), 1_000), [url]);
  return (
    <>
      {recorded.kind === 'voice' ? (
        <audio controls src={url} aria-label="听一遍刚录的" />
      ) : (
        <video className="media-film" controls playsInline src={url} aria-label="看一遍刚录的" />
      )}
      <p className="muted">
        录了 {lengthWords(recorded.seconds)}，已经加到附件里。不满意可以重新录，新的会代替这一段；不要了，在附件里移除。
      </p>
    </>
  );
}
