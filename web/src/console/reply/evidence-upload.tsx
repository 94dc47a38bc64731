import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { Attachment, Case } from '../../../../src/api/contract';
import { eventsQuery } from '../case/case-queries';
import { AttachmentUpload } from '../parts/attachments';
import { SIDES, sidesOf, type Side } from './evidence-sides';
import './reply.css';

export interface EvidenceFiles {
  before: Attachment[];
  after: Attachment[];
}

type Known = Case['attachments'][number];

interface EvidenceUploadProps {
  value: Partial<EvidenceFiles>;
  onChange: (value: EvidenceFiles) => void;
  /** Pictures that colleagues sent to this case before: they may be shown again. */
  known?: Known[];
  /** The case whose pictures they are; null where several are handled at once. */
  number: string | null;
  onBusy?: (side: string, isBusy: boolean) => void;
}

const isPicture = ({ mediaType }: Attachment): boolean => mediaType.startsWith('image/');

/** 佐证照片: how it was, and how it is now. Only pictures; the service refuses others. */
export function EvidenceUpload({ value, onChange, known = [], number, onBusy }: EvidenceUploadProps) {
  const files: EvidenceFiles = { before: value.before ?? [], after: value.after ?? [] };
  const change = (side: Side, next: Attachment[]) => onChange({ ...files, [side]: next.filter(isPicture) });
  const used = new Set([...files.before, ...files.after].map(({ id }) => id));
  const events = useQuery({ ...eventsQuery(number ?? ''), enabled: number !== null && known.length > 0 }).data;
  const sides = sidesOf(events?.items ?? []);
  // The service takes those of this very case that colleagues sent.
  const isUsable = (file: Known): boolean => isPicture(file) && !file.byReporter && !file.ofLetter;
  const left = events ? known.filter((file) => isUsable(file) && !used.has(file.id)) : [];
  const offeredFor = (side: Side) => left.filter(({ id }) => (sides.get(id) ?? side) === side);
  return (
    <div className="evidence-upload">
      {(Object.keys(SIDES) as Side[]).map((side) => (
        <div key={side} role="group" aria-label={`${SIDES[side]}照片`}>
          <p className="small">{SIDES[side]}</p>
          <AttachmentUpload
            value={files[side]}
            onChange={(next) => change(side, next)}
            max={9}
            onlyPictures
            onBusy={(isBusy) => onBusy?.(side, isBusy)}
          />
          {offeredFor(side).length > 0 ? (
            <ul className="evidence-known" aria-label={`可以沿用的${SIDES[side]}照片`}>
              {offeredFor(side).map((file) => (
                <li key={file.id}>
                  <img src={`/api/v1/attachments/${file.id}${file.hasPreview ? '/preview' : ''}`} alt="" />
                  <Button
                    size="small"
                    onClick={() => change(side, [...files[side], file])}
                    aria-label={`沿用 ${file.name} 作${SIDES[side]}照片`}
                    title={file.name}
                  >
                    沿用
                  </Button>
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      ))}
    </div>
  );
}
