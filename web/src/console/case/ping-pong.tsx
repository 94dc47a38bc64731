import { useQuery } from '@tanstack/react-query';
import { usePageSearch } from '../search';
import { holdersQuery } from './case-queries';
import { pingPongWords } from './holder-words';
import './holders.css';

/** A quarrel about who has to do it must not be overlooked. */
export function PingPong({ number }: { number: string }) {
  const held = useQuery(holdersQuery(number)).data;
  const [, change] = usePageSearch();
  if (!held?.pingPong) return null;
  return (
    <p className="case-note">
      {pingPongWords(held.pingPong)}。
      <button type="button" className="case-to-holders" onClick={() => change({ tab: 'clocks' })}>
        看谁持有了多久
      </button>
    </p>
  );
}
