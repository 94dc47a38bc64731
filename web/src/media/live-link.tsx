import { useEffect, useState } from 'react';
import { LIVE_PHASES, livePhase, type Live } from '../../../src/domain/live';
import { liveHost, liveTime } from './live-words';
import './media.css';

/** A live stream that goes with a reply: when, whether it is on, and where the link leads. */
export function LiveLink({ live }: { live: Live }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const host = liveHost(live.url);
  if (host === null) return null;
  const phase = livePhase(live, now);
  return (
    <p className="media-live">
      <span>
        直播 <time dateTime={live.startsAt}>{liveTime(live, now)}</time>
      </span>
      <strong>{LIVE_PHASES[phase]}</strong>
      {/* The page has the link of the demand in its address: whoever runs the stream must not get it. */}
      <a href={live.url} target="_blank" rel="noopener noreferrer nofollow">
        {phase === 'over' ? '看看有没有回放' : '打开直播'}（{host}）
      </a>
    </p>
  );
}
