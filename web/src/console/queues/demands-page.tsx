import { EmptyState } from '../parts/states';
import './queues.css';
import { Worklist } from './worklist';
import { GONE_UP } from './queue-names';

const SORTS = [
  { value: '-createdAt', label: '新登记在前' },
  { value: 'createdAt', label: '早登记在前' },
  { value: 'dueAt', label: '先到期在前' },
];

/** Everything that the person may see, open and ended. */
export function DemandsPage() {
  return (
    <Worklist
      title="全部诉求"
      source={{ of: 'demands' }}
      sorts={SORTS}
      empty={<EmptyState title="还没有诉求">登记的诉求，以及分拨给本单位的诉求，都会列在这里。</EmptyState>}
    />
  );
}

/** What an upper level dispatches now: in no queue of the unit any more, but still the unit's to follow and to help with. */
export function GoneUpPage() {
  return (
    <Worklist
      title="已归上级"
      source={{ of: 'demands' }}
      fixed={GONE_UP}
      sorts={SORTS}
      empty={
        <EmptyState title="没有归上级的诉求">
          上交、超时上提到上级的诉求不再列在本单位的队列里，会到这里；办结后在“已办结”里。
        </EmptyState>
      }
    />
  );
}

const ENDED = { stage: 'closed' };

/** What has been done: its result and its rating stand where a due time stood. */
export function ClosedPage() {
  return (
    <Worklist
      title="已办结"
      source={{ of: 'demands' }}
      fixed={ENDED}
      sorts={SORTS.slice(0, 2)}
      empty={<EmptyState title="还没有办结的诉求">评价或回访以后办结的诉求会在这里。</EmptyState>}
    />
  );
}
