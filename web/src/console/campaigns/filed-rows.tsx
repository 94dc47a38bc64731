import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import { memo } from 'react';
import type { Demand } from '../../../../src/api/contract';
import { KIND_LABELS, STAGES, SUBJECT_LABELS } from '../../../../src/domain/vocabulary';
import { QrCode } from '../../phone/parts/qr-code';
import { serviceQuery } from '../session';

interface FiledRowsProps {
  demands: readonly Demand[];
  tokens: ReadonlyMap<string, string>;
  onShowCode: (demand: Demand) => void;
}

/** What was entered so far, by whomever: where each stands, and who handles it. */
export const FiledRows = memo(function FiledRows({ demands, tokens, onShowCode }: FiledRowsProps) {
  return demands.map((demand) => (
    <tr key={demand.number} className="sheet-filed">
      <th scope="row">
        <Link to={`/demands/${demand.number}`} className="number">
          {demand.number.slice(0, -6)}
          <wbr />
          {demand.number.slice(-6)}
        </Link>
      </th>
      <td className="words">{demand.title}</td>
      <td>
        <span className="sheet-body">{demand.body === demand.title ? '' : demand.body}</span>
      </td>
      <td>{SUBJECT_LABELS[demand.subject.type]}</td>
      <td className="words">{demand.subject.name}</td>
      <td>{KIND_LABELS[demand.kind]}</td>
      <td className="sheet-standing">
        <span>
          {STAGES[demand.stage]}
          {demand.leadUnit ? ` · ${demand.leadUnit.name}` : ''}
        </span>
        {tokens.has(demand.number) ? (
          <Button size="small" type="link" onClick={() => onShowCode(demand)}>
            查询码<span className="visually-hidden">：{demand.title}</span>
          </Button>
        ) : null}
      </td>
    </tr>
  ));
});

/** For the reporter, right after filing: the link by which they follow it. */
export function TrackingCode({ demand, token, onClose }: { demand: Demand; token: string; onClose: () => void }) {
  const publicUrl = useQuery(serviceQuery).data?.publicUrl ?? location.origin;
  const link = `${publicUrl}/m/track#${token}`;
  return (
    <Modal open title={`查询码 ${demand.number}`} footer={null} onCancel={onClose}>
      <p>请诉求人用手机扫码：查进度、补充材料、评价都凭它，不用登录。离开本页后不再显示。</p>
      <QrCode text={link} label={`查询 ${demand.number} 进度的二维码`} size={184} />
      <p className="words small">{link}</p>
    </Modal>
  );
}
