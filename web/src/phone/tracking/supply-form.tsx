import { useState } from 'react';
import { FilePicker } from '../files/file-picker';
import type { Uploaded } from '../files/kept-file';
import { upload } from '../files/upload';
import { STILL_RECORDING, useFiles } from '../files/use-files';
import { forget, keep, kept, useKeptText } from '../kept';
import { Button } from '../parts/button';
import { WordsField } from '../parts/field';
import { Form } from '../parts/form';
import { Failure } from '../parts/notice';
import { useAction, type ActingProps } from './actions';
import { isVoted } from './where-it-is';

/** What the handling unit asked, and the answer to it; both words and files wait on the phone until they are sent. */
export function SupplyForm({ demand, token, onDone }: ActingProps) {
  const asked = demand.events.findLast(({ type }) => type === 'information_requested');
  const owner = `supply:${demand.number}`;
  const uploadedKey = `phone:uploaded:${owner}`;
  const [text, setText] = useKeptText(`phone:words:${owner}`);
  const files = useFiles(owner);
  const [tried, setTried] = useState(0);
  const [progress, setProgress] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const { act, isBusy, error } = useAction(token, 'supply_information', onDone);
  const hasFiles = files.items.length > 0;
  const isMissing = !text.trim() && !hasFiles;

  const send = async () => {
    if (isMissing || files.isRecording) return setTried(tried + 1);
    if (progress !== null || isBusy) return;
    setFailure(null);
    setProgress('正在发送…');
    try {
      const attachments = await upload(files.items, kept<Uploaded>(uploadedKey) ?? {}, {
        onSending: (index) => setProgress(`正在上传第 ${index + 1} 个附件，共 ${files.items.length} 个…`),
        onSent: (uploaded) => keep(uploadedKey, uploaded),
      });
      const words = text.trim() || '（见附件）';
      if (!(await act({ text: words, ...(hasFiles ? { attachments } : {}) }))) return;
      setText('');
      forget(uploadedKey);
      await files.clear();
    } catch (refused) {
      setFailure(refused);
    } finally {
      setProgress(null);
    }
  };

  return (
    <section className="m-group m-ask" aria-labelledby="supply">
      <h2 id="supply">{isVoted(demand) ? '想补充什么，可以写在这里' : '请您补充'}</h2>
      {asked?.words.question && !isVoted(demand) ? <p className="words">{asked.words.question}</p> : null}
      <Form onSubmit={send} failures={tried} aria-labelledby="supply">
        <WordsField
          label="您的回答"
          value={text}
          onChange={setText}
          maxLength={5000}
          error={tried > 0 && isMissing && !files.isRecording ? '请写几句，或添加图片、文件。' : undefined}
        />
        <FilePicker files={files} />
        {tried > 0 && files.isRecording ? (
          <p className="m-field-error" role="alert">
            {STILL_RECORDING}
          </p>
        ) : null}
        {(failure ?? error) ? <Failure error={failure ?? error} /> : null}
        <div className="m-actions">
          <Button type="submit" look="primary" isBusy={isBusy || progress !== null}>
            {progress ?? '发送'}
          </Button>
        </div>
      </Form>
    </section>
  );
}
