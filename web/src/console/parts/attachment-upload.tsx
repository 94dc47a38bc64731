import { PaperClipOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { Attachment } from '../../../../src/api/contract';
import './attachments.css';
import { RequestError } from '../../api/request';
import { fileSize } from './file-size';
import { sentenceOf } from './states';
import { uploadFile } from './upload-file';
import { RecordButtons } from './record-buttons';

interface Sending {
  key: number;
  file: File;
  /** 0 to 1 */
  part: number;
  error: unknown;
  stop: AbortController;
}

interface Props {
  value?: readonly Attachment[];
  onChange?: (files: Attachment[]) => void;
  disabled?: boolean;
  /** Hears whether something is still recorded or on its way, so that a form can wait for it. */
  onBusy?: (isBusy: boolean) => void;
  /** Also records a voice or a film, where the browser can. */
  recorder?: boolean;
  /** Files in all, as many as the service takes. */
  max?: number;
  /** Takes nothing but pictures. */
  onlyPictures?: boolean;
}

let keys = 0;

/** Sends files as they are chosen. Each tells how far it is; one that failed says why and can be sent again. */
export function AttachmentUpload({
  value = [],
  onChange,
  disabled = false,
  onBusy,
  recorder = true,
  max = 20,
  onlyPictures = false,
}: Props) {
  const picker = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<Sending[]>([]);
  // Several may arrive before the form has shown the first.
  const held = useRef(value);
  held.current = value;
  // What is typed elsewhere while a file is on its way must not be undone by the form as it was then.
  const latest = useRef(onChange);
  latest.current = onChange;
  const change = (files: Attachment[]) => {
    held.current = files;
    latest.current?.(files);
  };

  const [isRecording, setRecording] = useState(false);
  const isBusy = isRecording || sending.some(({ error }) => error === null);
  useEffect(() => onBusy?.(isBusy), [isBusy]);
  const stops = useRef(new Set<AbortController>());
  useEffect(() => () => stops.current.forEach((stop) => stop.abort()), []);

  const update = (key: number, changes: Partial<Sending>) =>
    setSending((before) => before.map((each) => (each.key === key ? { ...each, ...changes } : each)));
  const drop = (key: number) => setSending((before) => before.filter((each) => each.key !== key));

  const send = async ({ key, file, stop }: Sending): Promise<Attachment | undefined> => {
    stops.current.add(stop);
    try {
      const stored = await uploadFile(file, { onProgress: (part) => update(key, { part }), signal: stop.signal });
      drop(key);
      change([...held.current, stored]);
      return stored;
    } catch (error) {
      if (!stop.signal.aborted) update(key, { error });
      return undefined;
    } finally {
      stops.current.delete(stop);
    }
  };
  // A recording has its place from the moment it is begun.
  const taken = value.length + sending.length + (isRecording ? 1 : 0);
  const start = (files: File[], room = Math.max(0, max - taken)) => {
    const wanted = onlyPictures ? files.filter(({ type }) => type.startsWith('image/')) : files;
    const started = wanted.slice(0, room).map((file): Sending => {
      keys += 1;
      return { key: keys, file, part: 0, error: null, stop: new AbortController() };
    });
    setSending((before) => [...before, ...started]);
    return started.map((each) => ({ each, sent: send(each) }));
  };
  const again = (failed: Sending) => {
    const fresh = { ...failed, part: 0, error: null, stop: new AbortController() };
    update(failed.key, fresh);
    void send(fresh);
  };
  const stop = ({ key, stop: sent }: Sending) => {
    sent.abort();
    drop(key);
  };

  const takeRecorded = (file: File) => {
    const started = start([file], 1);
    return () =>
      started.forEach(({ each, sent }) => {
        stop(each);
        void sent.then((stored) => stored && change(held.current.filter(({ id }) => id !== stored.id)));
      });
  };

  const isFull = taken >= max;
  return (
    <div className="attachments-upload">
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept={onlyPictures ? 'image/*' : 'image/*,audio/*,video/*,application/pdf,.docx,.xlsx'}
        aria-label={onlyPictures ? '选择照片' : '选择附件'}
        onChange={({ target }) => {
          start([...(target.files ?? [])]);
          target.value = '';
        }}
      />
      <div className="attachments-upload-line">
        <Button icon={<PaperClipOutlined />} disabled={disabled || isFull} onClick={() => picker.current?.click()}>
          {onlyPictures ? '添加照片' : '添加附件'}
        </Button>
        {recorder && !onlyPictures ? (
          <RecordButtons disabled={disabled || isFull} onRecorded={takeRecorded} onRunning={setRecording} />
        ) : null}
        <span className="small muted">
          {isFull
            ? `最多 ${max} 个${taken > max ? `，请移除 ${taken - max} 个再提交` : ''}`
            : onlyPictures
              ? '可多选'
              : '图片、PDF、音视频、docx 或 xlsx，可多选'}
        </span>
      </div>
      {value.length + sending.length > 0 ? (
        <ul className="attachments-files" aria-label="已添加的附件">
          {value.map((file) => (
            <li key={file.id}>
              {onlyPictures ? (
                <img
                  className="attachments-small"
                  src={`/api/v1/attachments/${file.id}${file.hasPreview ? '/preview' : ''}`}
                  alt=""
                />
              ) : null}
              <span className="attachments-caption small">
                <span>{file.name}</span>
                <span className="muted number">{fileSize(file.size)}</span>
              </span>
              <Button
                size="small"
                type="text"
                disabled={disabled}
                aria-label={`移除 ${file.name}`}
                onClick={() => change(value.filter(({ id }) => id !== file.id))}
              >
                移除
              </Button>
            </li>
          ))}
          {sending.map((each) => (
            <SendingFile key={each.key} sending={each} onAgain={() => again(each)} onStop={() => stop(each)} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** A file that was refused stays refused; a network or a service may come back. */
const isPassing = (error: unknown): boolean =>
  error instanceof RequestError && (error.problem.status === 0 || error.problem.status >= 429);

function SendingFile({ sending, onAgain, onStop }: { sending: Sending; onAgain: () => void; onStop: () => void }) {
  const { file, part, error } = sending;
  return (
    <li>
      <span className="attachments-caption small">
        <span>{file.name}</span>
        {error ? <span role="alert">没有传上去：{sentenceOf(error)}</span> : null}
      </span>
      {error ? null : (
        <Progress percent={Math.round(part * 100)} size="small" status="normal" aria-label={`正在上传 ${file.name}`} />
      )}
      {isPassing(error) ? (
        <Button size="small" onClick={onAgain} aria-label={`重新上传 ${file.name}`}>
          重试
        </Button>
      ) : null}
      <Button
        size="small"
        type="text"
        onClick={onStop}
        aria-label={error ? `移除 ${file.name}` : `停止上传 ${file.name}`}
      >
        {error ? '移除' : '停止'}
      </Button>
    </li>
  );
}
