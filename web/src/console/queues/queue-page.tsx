import { Link, useParams } from '@tanstack/react-router';
import { EmptyState } from '../parts/states';
import { QUEUE_NAMES } from './queue-names';
import { standsBelow, useMe } from '../session';
import './queues.css';
import { Worklist } from './worklist';

const SORTS = [
  { value: 'due', label: '先到期在前' },
  { value: 'newest', label: '新到在前' },
];

export function QueuePage() {
  const { queue = '' }: { queue?: string } = useParams({ strict: false });
  const isBelow = standsBelow(useMe());
  const name = QUEUE_NAMES.find((each) => each.queue === queue);
  if (!name) return <EmptyState title="没有这个队列">请从左侧选择一个队列。</EmptyState>;
  return (
    <Worklist
      key={queue}
      title={name.label}
      source={{ of: 'tasks', queue }}
      sorts={SORTS}
      empty={<EmptyState title="这里现在没有诉求">{name.empty}</EmptyState>}
      note={
        name.beyond && (isBelow || !name.beyond.onlyBelow) ? (
          <>
            {name.beyond.text}
            <Link to="/demands" search={name.beyond.search}>
              {name.beyond.link}
            </Link>
          </>
        ) : undefined
      }
    />
  );
}
