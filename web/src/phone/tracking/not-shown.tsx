import type { ReactNode } from 'react';
import { codeOf } from '../load';
import { Loading } from '../parts/loading';
import { Failure } from '../parts/notice';
import { Page } from '../parts/page';
import { PasteLink } from './paste-link';
import type { Asked } from './pasted';

interface NotShownProps {
  title: string;
  token: string;
  error: unknown;
  onRetry: () => void;
  /** What a link that is pasted here should be of. */
  asked?: Asked;
  /** Said when somebody came without a link. */
  children?: ReactNode;
}

/** What a link leads to is not there: it is still coming, or could not be had, or there is no such link. */
export function NotShown({ title, token, error, onRetry, asked, children }: NotShownProps) {
  const isUnknown = codeOf(error) === 'not_found';
  return (
    <Page title={title}>
      {token && !error ? <Loading lines={8} /> : null}
      {error ? <Failure error={error} isPage onRetry={isUnknown ? undefined : onRetry} /> : null}
      {!token ? children : null}
      {!token || isUnknown ? <PasteLink key={token} asked={asked} /> : null}
    </Page>
  );
}
