import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { LikeDemand } from '../../../../src/api/contract';
import { STAGES } from '../../../../src/domain/vocabulary';
import { dayWords } from '../../time/format';

interface LikeRowProps {
  like: LikeDemand;
  /** Where looking at it must not lose what is being written here. */
  opensAside?: boolean;
  children?: ReactNode;
}

/** One demand that is like another: how much so in words, where it stands, and why it is called so. */
export function LikeRow({ like, opensAside, children }: LikeRowProps) {
  const [first, ...more] = like.explanation;
  return (
    <li className="like">
      <div className="like-head">
        <strong>{like.likeness}</strong>
        <Link to={`/demands/${like.number}`} target={opensAside ? '_blank' : undefined}>
          {like.title}
          {opensAside ? <span className="visually-hidden">（在新页打开）</span> : null}
        </Link>
        <span className="muted small">
          <span className="number">{like.number}</span> · {like.unit.name} · {STAGES[like.stage]}
          {like.leadUnit ? ` · ${like.leadUnit.name}主办` : ''} · {dayWords(like.createdAt)} 登记
        </span>
      </div>
      <details>
        <summary className="small">
          {first?.says ?? '为什么'}
          <span className="muted">（相似度 {percent(like.score)}）</span>
        </summary>
        <ul className="like-why small">
          {[first, ...more].map((reason) =>
            reason ? (
              <li key={reason.says}>
                {reason.says}
                {reason.score > 0 ? <span className="muted"> +{percent(reason.score)}</span> : null}
              </li>
            ) : null,
          )}
        </ul>
      </details>
      {children ? <div className="like-acts">{children}</div> : null}
    </li>
  );
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
