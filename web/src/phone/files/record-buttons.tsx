import { lazy, Suspense, useState } from 'react';
import type { Recorded } from '../../media/recording';
import type { RecordedKind } from '../../media/recording-words';
import { Button } from '../parts/button';
import type { TakeBack } from '../../media/recorder';
import { Loading } from '../parts/loading';
import type { KeptFile } from './kept-file';

const Recorder = lazy(() => import('../../media/recorder').then((part) => ({ default: part.Recorder })));

type Taken = Pick<KeptFile, 'blob' | 'name' | 'seconds' | 'sort'>;

interface Props {
  /** For another one: what is open stays open without. */
  hasRoom: boolean;
  onRecorded: (taken: Taken) => TakeBack;
  onRunning: (isRunning: boolean) => void;
}

/** Says or shows it instead of typing it. What is recorded then stands in the list, to be played or deleted. */
export function RecordButtons({ hasRoom, onRecorded, onRunning }: Props) {
  const [kind, setKind] = useState<RecordedKind | null>(null);
  const take = ({ kind: sort, blob, name, seconds }: Recorded) => onRecorded({ sort, blob, name, seconds });
  const close = () => setKind(null);
  return (
    <>
      {hasRoom ? (
        <>
          <Button onClick={() => setKind('voice')} aria-expanded={kind === 'voice'}>
            录一段话
          </Button>
          <Button onClick={() => setKind('video')} aria-expanded={kind === 'video'}>
            录一段视频
          </Button>
        </>
      ) : null}
      {kind ? (
        <Suspense fallback={<Loading lines={2} />}>
          <Recorder key={kind} kind={kind} Button={Button} onTaken={take} onRunning={onRunning} onClose={close} />
        </Suspense>
      ) : null}
    </>
  );
}
