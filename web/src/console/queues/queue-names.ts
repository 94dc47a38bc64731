import type { Me, Queue } from '../../../../src/api/contract';
import type { Role } from '../../../../src/domain/vocabulary';
import { actsAs } from '../session';

export interface QueueName {
  queue: Queue;
  label: string;
  /** What an empty queue means, and what to do then. */
  empty: string;
  /** Who has work in it; empty: everybody. */
  roles: readonly Role[];
  /** What is not in it, and the list that holds that as well. */
  beyond?: { text: string; link: string; search: Record<string, string>; onlyBelow?: boolean };
  /** Anything in it is late. */
  isLate?: boolean;
}

/** What an upper level dispatches now. */
export const GONE_UP = { movedUp: 'true', open: 'true' };

/** The queues in the order in which a day goes through them. */
export const QUEUE_NAMES: readonly QueueName[] = [
  { queue: 'mine', label: '我的待办', empty: '轮到您办的诉求会排在这里，先到期的在前。', roles: [] },
  {
    queue: 'dispatch',
    label: '待分拨',
    empty: '新登记、退单和上报的诉求会到这里，由本级分拨。',
    roles: ['dispatcher'],
  },
  { queue: 'accept', label: '待签收', empty: '分拨给本单位的诉求会到这里，签收后由您办理。', roles: ['handler'] },
  { queue: 'handle', label: '我的在办', empty: '您签收的诉求会在这里，直到办结报审。', roles: ['handler'] },
  { queue: 'review', label: '待审核', empty: '经办人报审的诉求会到这里；审核人不能是经办人。', roles: ['reviewer'] },
  { queue: 'reply', label: '待反馈', empty: '审核通过的诉求会到这里，由您向诉求人反馈。', roles: ['replier'] },
  {
    queue: 'approvals',
    label: '待我审批',
    empty: '延期、挂账申请和退单争议会到这里。',
    roles: ['supervisor', 'dispatcher'],
  },
  {
    queue: 'due_soon',
    label: '即将超时',
    empty: '本单位（督办员含下级）四个工作小时内到期的任务会到这里。',
    roles: [],
  },
  { queue: 'overdue', label: '已超时', empty: '没有超时的诉求。', roles: [], isLate: true },
  {
    queue: 'supervised',
    label: '督办',
    empty: '被列入督办的诉求会到这里，须按时答复。',
    roles: [],
    beyond: {
      text: '这里只列本单位现在有事要办的；已归上级、别处在办的，和在等补充材料、挂账、评价、回访的不在这里，概览里都计。',
      link: '督办中的全部诉求',
      search: { figure: 'supervised' },
    },
  },
  {
    queue: 'unit',
    label: '本单位全部待办',
    empty: '本单位没有待办，回访也没有。',
    roles: [],
    beyond: {
      text: '上交、超时上提后由上级分拨办理的不在这里。',
      link: '已归上级的诉求',
      search: GONE_UP,
      onlyBelow: true,
    },
  },
];

export const queuesFor = (me: Me): readonly QueueName[] =>
  QUEUE_NAMES.filter(({ roles }) => roles.length === 0 || actsAs(me, ...roles));
