import { useParams } from '@tanstack/react-router';
import { CaseView } from './case-view';

/** One demand on a page of its own, as links from notices and figures open it. */
export function CasePage() {
  const { number = '' }: { number?: string } = useParams({ strict: false });
  return <CaseView key={number} number={number} isPage />;
}
