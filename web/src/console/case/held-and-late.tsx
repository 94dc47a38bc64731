import { Holders } from './holders';
import { Ledgers } from './ledgers';

/** Who held the case for how long, and the ledger of every clock. */
export const HeldAndLate = ({ number }: { number: string }) => (
  <>
    <Holders number={number} />
    <Ledgers number={number} />
  </>
);
