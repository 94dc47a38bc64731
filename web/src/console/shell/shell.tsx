import { Outlet, useRouterState } from '@tanstack/react-router';
import { App } from 'antd';
import { Suspense, useCallback, useEffect, useState } from 'react';
import type { Notice } from '../../../../src/api/contract';
import { LoadingRows } from '../parts/states';
import { useMe } from '../session';
import { useLive } from '../live';
import { FoldedNavigation, NavigationButton } from './folded-navigation';
import { KeyboardHelp } from './keyboard-help';
import { Navigation } from './navigation';
import './narrow.css';
import { noticeSentence } from '../notices/notice-sentence';
import { TopBar } from './top-bar';
import { Tour } from './tour';
import { ViewAsBanner } from './view-as-banner';

/** What rings on the open page; the rest waits in the notices. */
const LOUD: readonly Notice['kind'][] = [
  'timeout_escalation',
  'moved_up',
  'supervised',
  'urged',
  'callback_due',
  'approval',
];

export function Shell() {
  const me = useMe();
  const { notification } = App.useApp();
  const path = useRouterState({ select: (state) => state.location.pathname });

  const onNotice = useCallback(
    (notice: Notice) => {
      if (!LOUD.includes(notice.kind)) return;
      const target = notice.demand ? `/console/demands/${notice.demand.number}` : '/console/notices';
      notification.open({
        key: notice.id,
        message: notice.label,
        description: <a href={target}>{noticeSentence(notice)}</a>,
        duration: 12,
        role: 'status',
      });
    },
    [notification],
  );
  const connection = useLive(onNotice);
  const [isNavOpen, setNavOpen] = useState(false);

  // Whoever reads by ear hears the new page from its beginning.
  useEffect(() => {
    setNavOpen(false);
    document.getElementById('page')?.focus({ preventScroll: true });
  }, [path]);

  return (
    <div className="shell">
      <a className="skip" href="#page">
        跳到正文
      </a>
      <FoldedNavigation isOpen={isNavOpen} onClose={() => setNavOpen(false)}>
        <Navigation me={me} />
      </FoldedNavigation>
      <div className="shell-main">
        <ViewAsBanner me={me} />
        <TopBar
          me={me}
          connection={connection}
          navigation={<NavigationButton isOpen={isNavOpen} onOpen={() => setNavOpen(true)} />}
        />
        <main id="page" tabIndex={-1}>
          <Suspense fallback={<LoadingRows />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <KeyboardHelp />
      <Tour />
    </div>
  );
}
