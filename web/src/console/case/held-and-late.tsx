import { Link } from '@tanstack/react-router';
import './certificate.css';
import { Holders } from './holders';
import { Ledgers } from './ledgers';

/** Who held the case for how long, the ledger of every clock, and the way to the certificate made of them. */
export const HeldAndLate = ({ number }: { number: string }) => (
  <>
    <p className="certificate-link">
      <Link to={`/demands/${number}/certificate`}>时限证明</Link>
      <span className="muted"> 每个时限为什么是这时到期，可打印、可核对。</span>
    </p>
    <Holders number={number} />
    <Ledgers number={number} />
  </>
);
