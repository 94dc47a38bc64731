import { App, Button } from 'antd';
import type { Callback } from '../../../../src/api/contract';
import { isEnded } from '../../../../src/domain/callback';
import { moment } from '../../time/format';
import { useKeys } from '../keys';
import { FormError } from '../parts/form-error';
import { hasRole, useMe } from '../session';
import { useStep } from './use-step';
import { CONCLUSION_LABELS } from './words';

export type Step = 'attempt' | 'conclude' | 'transfer' | 'skip';
interface WorkBarProps {
  job: Callback;
  open: Step | null;
  onOpen: (step: Step | null) => void;
}

/** What can be done with the job now, one step after the other: claim, phone, conclude; and what it waits for. */
export function WorkBar({ job, open, onOpen }: WorkBarProps) {
  const me = useMe();
  const { message } = App.useApp();
  const claim = useStep(job.id, 'claim', () => void message.success('已领取，请显示号码后照提纲通话'));

  const isCaller = hasRole(me, 'callback') && me.viewedBy === undefined;
  const isSupervisor = hasRole(me, 'supervisor') && me.viewedBy === undefined;
  const isMine = isCaller && job.state === 'claimed' && job.claimedBy?.username === me.username;
  const isReached = job.attempts.some(({ outcome }) => outcome === 'reached');
  const canClaim = isCaller && job.state === 'offered';
  useKeys({
    ...(canClaim ? { c: { does: '领取回访', act: () => void claim.submit() } } : {}),
    ...(isMine ? { a: { does: '登记通话', act: () => onOpen('attempt') } } : {}),
    ...(isMine && isReached ? { e: { does: '登记结论', act: () => onOpen('conclude') } } : {}),
  });
  const next: Step = isReached ? 'conclude' : 'attempt';
  const button = (step: Step, label: string, reason?: string) => (
    <Button
      type={open === null && next === step ? 'primary' : 'default'}
      aria-expanded={open === step}
      disabled={reason !== undefined}
      title={reason}
      onClick={() => onOpen(open === step ? null : step)}
    >
      {label}
    </Button>
  );

  return (
    <section className="callback-work" aria-label="办理回访">
      <div className="callback-buttons">
        {canClaim ? (
          <Button type="primary" loading={claim.isSending} onClick={() => void claim.submit()}>
            领取
          </Button>
        ) : null}
        {isMine ? button('attempt', '登记通话') : null}
        {isMine ? button('conclude', '登记结论', isReached ? undefined : '接通以后才能下结论') : null}
        {job.state === 'claimed' && (isMine || isSupervisor) ? button('transfer', '转交') : null}
        {isSupervisor && job.kind === 'spot_check' && !isEnded(job) ? button('skip', '跳过') : null}
        <span className="muted">
          {standing(job, isMine, isReached)}
          {isCaller ? '' : '您可以查看，由回访人员办理。'}
        </span>
      </div>
      <FormError error={claim.refusal} />
    </section>
  );
}

/** Where the job stands, and what that means for who looks at it. */
function standing(job: Callback, isMine: boolean, isReached: boolean): string {
  const { state, result, claimedBy, windowStart, windowEnd } = job;
  if (result) return `回访已结束，结论：${CONCLUSION_LABELS[result]}。`;
  if (state === 'scheduled') return `还没到回访时段，${moment(windowStart)} 起可以领取。`;
  if (state === 'offered') return '还没有人领取。领取后至少保留半小时。';
  if (!isMine) return `${claimedBy?.name ?? '其他人员'} 已领取，正在办理。`;
  return isReached ? '已经接通，请登记结论。' : `已由您领取，请在 ${moment(windowEnd)} 前登记通话，否则放回队列。`;
}
