import { AudioOutlined, VideoCameraOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { Recorded } from '../../media/recording';
import type { RecordedKind } from '../../media/recording-words';
import { LoadingRows } from './states';

const Recorder = lazy(() => import('../../media/recorder').then((part) => ({ default: part.Recorder })));

interface Props {
  disabled: boolean;
  onRecorded: (file: File) => void;
}

/** Says or shows it instead of typing it: the recorder opens below, and what is taken is sent like a chosen file. */
export function RecordButtons({ disabled, onRecorded }: Props) {
  const [kind, setKind] = useState<RecordedKind | null>(null);
  const take = ({ blob, name }: Recorded) => {
    setKind(null);
    onRecorded(new File([blob], name, { type: blob.type }));
  };
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
          <Recorder key={kind} kind={kind} Button={Button} onTaken={take} onClose={() => setKind(null)} />
        </Suspense>
      ) : null}
    </>
  );
}
