import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { Finding, InspectionPage } from '../../../../src/api/contract';
import { newKey } from '../../api/keys';
import { post } from '../../api/request';
import { nearMoment } from '../../time/format';
import { refresh } from '../live';
import { FormError } from '../parts/form-error';
import { hasRole, useMe } from '../session';
import { CollectedLine } from './collected-list';
import { CorrectFinding } from './correct-finding';
import { RiskTag } from './risk-tag';

/** What was found, the newest first; a demand that came of it stands under it. */
export function FindingList({ round }: { round: InspectionPage }) {
  if (round.findings.length === 0)
    return <p className="muted">还没有。在上面的表里点一格就能记；同去的人记的也会出现在这里。</p>;
  return (
    <ul className="field-list">
      {[...round.findings].reverse().map((finding) => (
        <li key={finding.id} className="finding">
          <Found finding={finding} isOpen={round.finishedAt === null} />
        </li>
      ))}
    </ul>
  );
}

function Found({ finding, isOpen }: { finding: Finding; isOpen: boolean }) {
  const me = useMe();
  const [isCorrecting, setCorrecting] = useState(false);
  const { category, risk, place, description, createdAt, createdBy, demand } = finding;
  return (
    <>
      <p className="field-row-line">
        <RiskTag risk={risk} />
        <strong>{category}</strong>
        {place ? <span>{place}</span> : null}
        <span className="small muted number">
          {nearMoment(createdAt)} {createdBy.name}
        </span>
      </p>
      {description ? <p className="words">{description}</p> : null}
      {demand ? <CollectedLine demand={demand} /> : null}
      {isCorrecting ? <CorrectFinding finding={finding} onClose={() => setCorrecting(false)} /> : null}
      {!demand && !isCorrecting && hasRole(me, 'collector') ? (
        <div className="field-actions">
          {risk === 'amber' ? <FileIt finding={finding} /> : null}
          {isOpen ? (
            <Button size="small" onClick={() => setCorrecting(true)} aria-label={`更正 ${category} ${place}`}>
              更正
            </Button>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

function FileIt({ finding }: { finding: Finding }) {
  const client = useQueryClient();
  const file = useMutation({
    mutationFn: () => post<Finding>(`/findings/${finding.id}/actions/file`, {}, newKey()),
    onSuccess: () => refresh(client),
  });
  return (
    <>
      <FormError error={file.error} />
      <Popconfirm
        title="转为诉求？"
        description="立即登记，由党委分拨办理。"
        okText="转为诉求"
        cancelText="返回"
        onConfirm={() => file.mutate()}
      >
        <Button size="small" loading={file.isPending} aria-label={`把 ${finding.category} ${finding.place} 转为诉求`}>
          转为诉求
        </Button>
      </Popconfirm>
    </>
  );
}
