import { AudioOutlined, VideoCameraOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { Recorded } from '../../media/recording';
import type { RecordedKind } from '../../media/recording-words';
import type { TakeBack } from '../../media/recorder';
import { LoadingRows } from './states';

const Recorder = lazy(() => import('../../media/recorder').then((part) => ({ default: part.Recorder })));

interface Props {
  disabled: boolean;
  onRecorded: (file: File) => TakeBack;
  onRunning: (isRunning: boolean) => void;
}

/** Says or shows it instead of typing it: the recorder opens below, and what it takes is sent like a chosen file. */
export function RecordButtons({ disabled, onRecorded, onRunning }: Props) {
  const [kind, setKind] = useState<RecordedKind | null>(null);
  const take = ({ blob, name }: Recorded) => onRecorded(new File([blob], name, { type: blob.type }));
  const close = () => setKind(null);
  return (
    <>
      <Button
        icon={<AudioOutlined />}
        disabled={disabled}
        aria-expanded={kind === 'voice'}
        onClick={() => setKind('voice')}
      >
        录音
      </Button>
      <Button
        icon={<VideoCameraOutlined />}
        disabled={disabled}
        aria-expanded={kind === 'video'}
        onClick={() => setKind('video')}
      >
        录像
      </Button>
      {kind ? (
        <Suspense fallback={<LoadingRows rows={1} />}>
          <Recorder key={kind} kind={kind} Button={Button} onTaken={take} onRunning={onRunning} onClose={close} />
        </Suspense>
      ) : null}
    </>
  );
}
