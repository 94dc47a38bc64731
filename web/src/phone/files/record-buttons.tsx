import { lazy, Suspense, useState } from 'react';
import type { Recorded } from '../../media/recording';
import type { RecordedKind } from '../../media/recording-words';
import { Button } from '../parts/button';
import { Loading } from '../parts/loading';
import type { KeptFile } from './kept-file';

const Recorder = lazy(() => import('../../media/recorder').then((part) => ({ default: part.Recorder })));

type Taken = Pick<KeptFile, 'blob' | 'name' | 'seconds' | 'sort'>;

/** Says or shows it instead of typing it. What is recorded then stands in the list, to be played or deleted. */
export function RecordButtons({ onRecorded }: { onRecorded: (taken: Taken) => Promise<void> }) {
  const [kind, setKind] = useState<RecordedKind | null>(null);
  const take = ({ kind: sort, blob, name, seconds }: Recorded) => {
    setKind(null);
    void onRecorded({ sort, blob, name, seconds });
  };
  return (
    <>
      <Button onClick={() => setKind('voice')} aria-expanded={kind === 'voice'}>
        录一段话
      </Button>
      <Button onClick={() => setKind('video')} aria-expanded={kind === 'video'}>
        录一段视频
      </Button>
      {kind ? (
        <Suspense fallback={<Loading lines={2} />}>
          <Recorder key={kind} kind={kind} Button={Button} onTaken={take} onClose={() => setKind(null)} />
        </Suspense>
      ) : null}
    </>
  );
}
