import { Button } from 'antd';
import type { Attachment, Case } from '../../../../src/api/contract';
import { AttachmentUpload } from '../parts/attachments';
import './reply.css';

export interface EvidenceFiles {
  before: Attachment[];
  after: Attachment[];
}

interface EvidenceUploadProps {
  value: Partial<EvidenceFiles>;
  onChange: (value: EvidenceFiles) => void;
  /** Pictures that colleagues sent to this case before: they may be shown again. */
  known?: Case['attachments'];
  onBusy?: (side: string, isBusy: boolean) => void;
}

const SIDES = { before: '办理前', after: '办理后' } as const;
type Side = keyof typeof SIDES;
const isPicture = ({ mediaType }: Attachment): boolean => mediaType.startsWith('image/');

/** 佐证照片: how it was, and how it is now. Only pictures; the service refuses others. */
export function EvidenceUpload({ value, onChange, known = [], onBusy }: EvidenceUploadProps) {
  const files: EvidenceFiles = { before: value.before ?? [], after: value.after ?? [] };
  const change = (side: Side, next: Attachment[]) => onChange({ ...files, [side]: next.filter(isPicture) });
  const used = new Set([...files.before, ...files.after].map(({ id }) => id));
  const offered = known.filter((file) => isPicture(file) && !file.byReporter && !used.has(file.id));
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
          {offered.map((file) => (
            <Button
              key={file.id}
              size="small"
              onClick={() => change(side, [...files[side], file])}
              aria-label={`把 ${file.name} 用作${SIDES[side]}照片`}
            >
              沿用 {file.name}
            </Button>
          ))}
        </div>
      ))}
    </div>
  );
}
