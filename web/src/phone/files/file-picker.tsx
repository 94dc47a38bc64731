import { useState } from 'react';
import { Loading } from '../parts/loading';
import { FileList } from './file-list';
import { asJpeg, smaller } from './pictures';
import { MOST_FILES, type Files } from './use-files';
import { RecordButtons } from './record-buttons';

const MIB = 1024 * 1024;
/** The largest file that the service takes from a phone; a film may be larger. */
const MOST_BYTES = 10 * MIB;
const MOST_FILM_BYTES = 50 * MIB;
const KINDS =
  'application/pdf,video/mp4,video/webm,video/quicktime,video/3gpp,audio/mpeg,audio/mp4,audio/aac,audio/ogg,audio/wav,.pdf,.mp4,.mov,.3gp,.webm,.mp3,.m4a,.aac';

interface Picked {
  sort: 'picture' | 'file';
  name: string;
  blob: Blob;
}

/** Pictures are made smaller on the phone. What cannot be sent is named, with what to do instead. */
async function prepared(file: File): Promise<Picked | string> {
  if (file.size === 0) return `“${file.name}”是空的，没有加上，请打开看看，再重新选择。`;
  if (file.type.startsWith('image/'))
    return smaller(file).then(
      (blob) => ({ sort: 'picture', name: asJpeg(file.name), blob }) as const,
      () => `“${file.name}”打不开，请换成 JPG 或 PNG 图片，或截一张图再传。`,
    );
  const most = file.type.startsWith('video/') ? MOST_FILM_BYTES : MOST_BYTES;
  if (file.size > most) return `“${file.name}”超过 ${most / MIB} MB，请剪短或压缩后再传。`;
  return { sort: 'file', name: file.name, blob: file };
}

/** Pictures, a recording and files, to be sent with what is written. */
export function FilePicker({ files, withVoice = true }: { files: Files; withVoice?: boolean }) {
  const [refused, setRefused] = useState<string[]>([]);
  const [isBusy, setBusy] = useState(false);
  const hasRoom = files.room > 0;

  const take = async (list: FileList | null) => {
    const chosen = [...(list ?? [])];
    if (chosen.length === 0) return;
    setBusy(true);
    const ready = await Promise.all(chosen.map(prepared));
    const good = ready.filter((each) => typeof each !== 'string');
    const bad = ready.filter((each) => typeof each === 'string');
    const without = good.length - files.add(good).length;
    if (without > 0) bad.push(`最多 9 个附件（正在录的算一个），后面 ${without} 个没有加上。`);
    setRefused(bad);
    setBusy(false);
  };

  const takeRecorded = (recorded: Parameters<Files['addRecorded']>[0]) => {
    const ids = files.addRecorded(recorded);
    return () => ids.forEach((id) => void files.remove(id));
  };

  return (
    <section className="m-field" aria-label="图片、录音录像和文件">
      <p className="m-label">
        图片、录音录像、文件<span className="muted">（选填，最多 9 个）</span>
      </p>
      <FileList files={files} />
      {isBusy ? <Loading lines={1} /> : null}
      <div className="m-buttons">
        {hasRoom ? (
          <>
            <Pick label="添加图片" accept="image/*" onPick={take} />
            <Pick label="添加文件" accept={KINDS} onPick={take} />
          </>
        ) : null}
        {withVoice ? (
          <RecordButtons hasRoom={hasRoom} onRecorded={takeRecorded} onRunning={files.setRecording} />
        ) : null}
      </div>
      <p className="small muted">
        图片会自动缩小，并去掉拍摄地点等信息。文件可以是 PDF、录音（不超过 10 MB）或视频（不超过 50 MB）。
      </p>
      {files.items.length > MOST_FILES ? (
        <p role="alert" className="m-field-error">
          最多 {MOST_FILES} 个附件，请移除 {files.items.length - MOST_FILES} 个再提交。
        </p>
      ) : null}
      {refused.length > 0 ? (
        <div role="alert">
          <ul className="m-field-error">
            {refused.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </div>
      ) : null}
    </section>
  );
}

type FileList = globalThis.FileList;

function Pick({
  label,
  accept,
  onPick,
}: {
  label: string;
  accept: string;
  onPick: (files: FileList | null) => Promise<void>;
}) {
  return (
    <label className="m-button m-pick">
      {label}
      <input
        type="file"
        className="visually-hidden"
        accept={accept}
        multiple
        onChange={(event) => {
          const { target } = event;
          // The same file can be chosen again after it was taken out.
          void onPick(target.files).finally(() => (target.value = ''));
        }}
      />
    </label>
  );
}
