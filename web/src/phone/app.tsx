import { useEffect, useState } from 'react';
import { FilePage } from './filing/file-page';
import { unfinished } from './filing/draft';
import { HomePage } from './home/home-page';
import { useOnline } from './online';
import { Link } from './parts/link';
import { Notice } from './parts/notice';
import { Page } from './parts/page';
import { RatePage } from './rating/rate-page';
import { filePath, HOME } from './paths';
import { useRoute, type Route } from './route';
import { TrackPage } from './tracking/track-page';
import { PollPage } from './voting/poll-page';

export function App() {
  const route = useRoute();
  return (
    <div className="m-app">
      <header className="m-head">
        <Link href={HOME} className="m-brand">
          直通车
        </Link>
      </header>
      <Connection path={route.path} />
      <PageAt route={route} />
    </div>
  );
}

function PageAt({ route }: { route: Route }) {
  if (route.path === HOME) return <HomePage />;
  if (route.path.startsWith('/m/file')) return <FilePage route={route} />;
  if (route.path === '/m/track') return <TrackPage key={route.token} route={route} />;
  if (route.path === '/m/rate') return <RatePage key={route.token} route={route} />;
  if (route.path === '/m/poll') return <PollPage key={route.token} route={route} />;
  return (
    <Page title="没有这个页面">
      <p>
        网址可能没有复制完整。请从收到的链接再打开一次，或回到<Link href={HOME}>首页</Link>。
      </p>
    </Page>
  );
}

/** Milliseconds for which it says that the network is back. */
const SAID_FOR = 6_000;

/** Says when there is no network, and offers what was to be sent once there is one again. */
function Connection({ path }: { path: string }) {
  const isOnline = useOnline();
  const [wasAway, setWasAway] = useState(false);
  useEffect(() => {
    if (!isOnline) return setWasAway(true);
    const timer = setTimeout(() => setWasAway(false), SAID_FOR);
    return () => clearTimeout(timer);
  }, [isOnline]);
  const waiting = unfinished().find(({ isWaiting }) => isWaiting);
  if (!isOnline)
    return (
      <div className="m-connection">
        <Notice>现在没有网络。可以接着填写，内容都存在这部手机上。</Notice>
      </div>
    );
  if (waiting && path !== filePath(waiting.code))
    return (
      <div className="m-connection">
        <Notice>
          <p>网络恢复了，“{waiting.title}”还没有提交。</p>
          <Link className="m-button" data-look="plain" href={filePath(waiting.code, 3)}>
            现在提交
          </Link>
        </Notice>
      </div>
    );
  return wasAway ? (
    <div className="m-connection">
      <Notice>网络恢复了。</Notice>
    </div>
  ) : null;
}
