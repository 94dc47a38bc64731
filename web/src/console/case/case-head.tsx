import { Link } from '@tanstack/react-router';
import type { Case } from '../../../../src/api/contract';
import { KIND_LABELS, STAGES } from '../../../../src/domain/vocabulary';
import { nearMoment } from '../../time/format';
import { GRADE_LABELS, LEVEL_LABELS, RESULT_LABELS, RISK_LABELS, ROLE_LABELS, labelOf } from '../../words/labels';
import { holderWords } from '../absences/away-words';
import { ClockBadge } from '../parts/clock-badge';
import { PageName } from '../parts/page-name';

/** What it is, where it stands, and how much time is left. */
export function CaseHead({ demand, isPage }: { demand: Case; isPage: boolean }) {
  const { number, kind, category, level, urgency, risk, round, supervised, conference, mergedInto, parent } = demand;
  const marks = [
    ...[KIND_LABELS[kind], category, LEVEL_LABELS[level]],
    urgency === 'urgent' && '加急',
    risk !== 'green' && RISK_LABELS[risk],
    round > 1 && `第 ${round} 轮`,
    supervised && '督办',
    conference && '列入联席会议',
  ].filter((mark) => mark !== false);
  return (
    <header className="case-head">
      <div className="case-marks">
        <Link to={`/demands/${number}`} className="number">
          {number}
        </Link>
        {[...new Set(marks)].map((mark) => (
          <span key={mark} className="tag">
            {mark}
          </span>
        ))}
      </div>
      {isPage ? (
        <PageName name={demand.title} inTab={`${number} ${demand.title}`} className="case-title words" />
      ) : (
        <h2 className="case-title words">{demand.title}</h2>
      )}
      <p className="case-standing">
        <strong>{demand.poll?.waits ? '等待票选结果' : STAGES[demand.stage]}</strong>
        <span>{whoHolds(demand)}</span>
        <span className="case-clocks">
          {demand.clocks.filter(isShown).map((clock) => (
            <ClockBadge key={clock.name} clock={clock} />
          ))}
        </span>
      </p>
      <Pause demand={demand} />
      {mergedInto ? (
        <p>
          已并入 <Link to={`/demands/${mergedInto}`}>{mergedInto}</Link>，随主案办理。
        </p>
      ) : null}
      {parent ? (
        <p>
          由 <Link to={`/demands/${parent}`}>{parent}</Link> 拆分而来。
        </p>
      ) : null}
    </header>
  );
}

const isShown = ({ state }: Case['clocks'][number]): boolean => state !== 'met';

/** Who has it now, in words: also what a lost race is answered with. */
export function whoHolds({
  holder,
  result,
  rating,
  closedAt,
  stage,
}: Pick<Case, 'holder' | 'result' | 'rating' | 'closedAt' | 'stage'>): string {
  if (holder.unit) {
    const role = holder.role ? ROLE_LABELS[holder.role] : '';
    return `现在由 ${holder.unit.name}${holder.user ? ` ${holderWords(holder.user)}` : role ? `的${role}` : ''} 办理`;
  }
  if (stage === 'merged' || stage === 'split') return stage === 'merged' ? '随主案办理' : '由各拆分件分别办理';
  if (closedAt === null) return '等待诉求人';
  const graded = rating === null ? '未评价' : GRADE_LABELS[rating as 1 | 2 | 3 | 4 | 5];
  return `${labelOf(RESULT_LABELS, result)}，${graded}，${nearMoment(closedAt)} 结束`;
}

/** Why a clock stands still, and until when. */
function Pause({ demand: { stage, waitingUntil, waitingProvisional, deferral, poll } }: { demand: Case }) {
  if (poll?.waits)
    return <p className="muted">等待票选结果，办理时限暂停；{nearMoment(poll.closesAt)} 截止，出结果后恢复计时。</p>;
  if (stage === 'waiting' && waitingUntil)
    return (
      <p className="muted">
        等待诉求人补充材料，办理时限暂停；最迟 {nearMoment(waitingUntil)}
        {waitingProvisional ? '（暂定）' : ''} 恢复计时。
      </p>
    );
  if (stage === 'deferred' && deferral)
    return <p className="muted">已批准挂账，时限暂停；{nearMoment(deferral.reviewAt)} 自动恢复办理。</p>;
  return null;
}
