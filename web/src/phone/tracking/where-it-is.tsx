import type { PublicDemand } from '../../../../src/api/contract';
import type { Stage } from '../../../../src/domain/vocabulary';
import { GRADE_LABELS, labelOf, RESULT_LABELS } from '../../words/labels';
import { useNow } from '../../time/now';
import { moment } from '../../time/format';
import { distanceWords, dueWords } from './due-words';
import { Words } from './timeline';

/** Who has it now, as one says it to somebody who waits. */
const LINES: Record<Stage, (holder: string) => string> = {
  submitted: () => '已经收到，正在登记',
  dispatching: (holder) => `${holder}正在安排办理单位`,
  accepting: (holder) => `已交给${holder}，等待签收`,
  handling: (holder) => `${holder}正在办理`,
  waiting: () => '请您补充材料',
  deferred: () => '暂时解决不了，已经挂账，到期会再办',
  reviewing: () => '已经办完，正在审核结果',
  replying: (holder) => `${holder}正在准备答复`,
  rating: () => '已经答复，请您评价',
  calling_back: () => '回访人员会与您联系',
  merged: () => '与同一件事合在一起办理',
  split: () => '分成了几件，分别办理',
  closed: () => '已经办结',
  rejected: () => '不予受理',
  withdrawn: () => '已按您的要求撤回',
};

/** The case stands still because people vote: nothing is asked of the reporter. */
export const isVoted = ({ stage, next, polls }: PublicDemand): boolean =>
  stage === 'waiting' && polls.some(({ closesAt, result }) => result === null && closesAt === next?.dueAt);

/** The first thing to read: where it is, what comes next, and by when. */
export function WhereItIs({ demand }: { demand: PublicDemand }) {
  const { stage, holder, next, closedAt, result, rating, events } = demand;
  const rejected = stage === 'rejected' ? events.findLast(({ type }) => type === 'rejected') : undefined;
  return (
    <section className="m-where" aria-label="现在到哪里了">
      <p className="m-line">{isVoted(demand) ? '正在票选，等结果' : LINES[stage](holder ?? '办理单位')}</p>
      {next ? <Promised next={next} /> : null}
      {rejected ? <Words words={rejected.words} /> : null}
      {closedAt && stage === 'closed' ? <p>{moment(closedAt)} 办结</p> : null}
      {result && stage === 'closed' ? <p>办理结果：{labelOf(RESULT_LABELS, result)}</p> : null}
      {demand.underReview ? <p className="small">上级单位正在复核这件诉求的办理情况，不影响您的诉求。</p> : null}
      {rating !== null ? <p>您的评价：{labelOf(GRADE_LABELS, String(rating))}</p> : null}
    </section>
  );
}

function Promised({ next }: { next: NonNullable<PublicDemand['next']> }) {
  const now = useNow();
  const isLate = now >= Date.parse(next.dueAt);
  return (
    <>
      <p>
        下一步：{next.step}，<span className="m-whole">{dueWords(next, now)}。</span>
      </p>
      <p>
        <span className="clock" data-time={isLate ? 'late' : 'in-time'}>
          {distanceWords(next.dueAt, now)}
        </span>
      </p>
      {isLate ? <p className="small">已经超过时限，系统已自动提醒上级单位督促。您也可以催办。</p> : null}
    </>
  );
}
