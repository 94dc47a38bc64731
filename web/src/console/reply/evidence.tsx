import { useState } from 'react';
import './reply.css';

interface EvidenceProps {
  before: readonly string[];
  after: readonly string[];
}

const PAIRS = { before: '办理前', after: '办理后' } as const;

/** Pictures of before and after, beside each other, by the ids of their files. */
export function Evidence(evidence: EvidenceProps) {
  if (evidence.before.length + evidence.after.length === 0) return null;
  return (
    <div className="evidence">
      {(Object.keys(PAIRS) as (keyof EvidenceProps)[]).map((side) =>
        evidence[side].length === 0 ? null : (
          <figure key={side}>
            <figcaption className="small muted">{PAIRS[side]}</figcaption>
            <div className="evidence-pictures">
              {evidence[side].map((id, i) => (
                <Picture key={id} address={`/api/v1/attachments/${id}`} name={`${PAIRS[side]}照片 ${i + 1}`} />
              ))}
            </div>
          </figure>
        ),
      )}
    </div>
  );
}

/** Small first; the picture itself where there is no small one. */
function Picture({ address, name }: { address: string; name: string }) {
  const [isWhole, setWhole] = useState(false);
  return (
    <a href={address} target="_blank" rel="noreferrer">
      <img src={isWhole ? address : `${address}/preview`} alt={name} loading="lazy" onError={() => setWhole(true)} />
    </a>
  );
}
