import type { PublicDemand, Rating } from '../../../../src/api/contract';
import { LiveLink } from '../../media/live-link';
import { Attachments, type Door } from './attachments';

interface ReplyShownProps {
  evidence: Rating['evidence'];
  live: Rating['live'];
  token: string;
  /** By which link the files are had. */
  door: Door;
  round: number;
}

/** What goes with the words of a reply: pictures of before and after, a live stream, and the letter to keep. */
export function ReplyShown({ evidence, live, token, door, round }: ReplyShownProps) {
  return (
    <>
      {evidence ? (
        <div className="m-evidence">
          {evidence.before.length > 0 ? (
            <div>
              <p className="small muted">办理前</p>
              <Attachments items={evidence.before} token={token} door={door} />
            </div>
          ) : null}
          {evidence.after.length > 0 ? (
            <div>
              <p className="small muted">办理后</p>
              <Attachments items={evidence.after} token={token} door={door} />
            </div>
          ) : null}
        </div>
      ) : null}
      {live ? <LiveLink live={live} /> : null}
      <p>
        <a href={`/api/v1/public/${door}/${encodeURIComponent(token)}/letter.pdf?round=${round}`} download>
          下载答复函（PDF）
        </a>
      </p>
    </>
  );
}

type Event = PublicDemand['events'][number];
export const isReply = ({ type }: Event): boolean => type === 'replied' || type === 'main_replied';
