import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { eventsQuery } from '../case/case-queries';
import { LongWords } from '../parts/long-words';
import { Evidence } from './evidence';
import './reply.css';

interface HandledProps {
  number: string;
  round: number;
  /** Nothing is written there yet. */
  isOpen: boolean;
  onTake: (summary: string) => void;
}

/** What the handler reported, beside the reply that is written from it; it stays inside until it is taken over. */
export function Handled({ number, round, isOpen, onTake }: HandledProps) {
  const events = useQuery(eventsQuery(number)).data?.items ?? [];
  const finished = events.findLast((event) => event.type === 'finished' && event.round === round);
  const { summary, evidence } = (finished?.words ?? {}) as { summary?: string; evidence?: Partial<Pictures> };
  if (!summary) return null;
  return (
    <section className="reply-handled" aria-label="经办人写的办理情况">
      <p className="small muted">经办人写的办理情况（内部）</p>
      <LongWords text={summary} />
      <Evidence before={evidence?.before ?? []} after={evidence?.after ?? []} />
      {isOpen ? (
        <Button size="small" onClick={() => onTake(summary)}>
          填入查明情况
        </Button>
      ) : null}
    </section>
  );
}

type Pictures = { before: string[]; after: string[] };
