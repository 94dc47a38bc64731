import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Campaign, CollectionForm, TakenDemand } from '../../../../src/api/contract';
import { newKey } from '../../api/keys';
import { post, RequestError } from '../../api/request';
import { sendOnce } from '../../phone/filing/send-once';
import { useDraft } from '../parts/draft';
import { sentenceOf } from '../parts/states';
import { enteredQuery, type Entered } from './queries';
import { demandOfRow, isUntouched, newRow, wanting, type Row, type Wanting } from './sheet-rows';

export interface Entering {
  /** The last one is always empty. */
  rows: Row[];
  change: (id: string, changes: Partial<Row>) => void;
  replace: (rows: Row[]) => void;
  remove: (id: string) => void;
  fresh: (before?: Row) => Row;
  /** Files the row; answers what it wants first, if anything. */
  file: (row: Row) => Wanting | null;
  /** One after the other, so that their numbers stand in the order of the rows. */
  fileAll: (rows: readonly Row[]) => Promise<void>;
  isSending: (id: string) => boolean;
  failureOf: (id: string) => string | undefined;
  /** Tracking tokens of what was filed here, by number: nobody gets them a second time. */
  tokens: ReadonlyMap<string, string>;
}

/** The rows somebody is entering, kept on this machine until each is filed. Several may be under way at once. */
export function useEntering(campaign: Campaign, form: CollectionForm | null): Entering {
  const client = useQueryClient();
  const fresh = (before?: Row) => newRow(newKey(), form, before);
  const draft = useDraft<{ rows: Row[] }>(`campaign:${campaign.id}`, { rows: [] });
  const latest = useRef(draft.content.rows);
  const [empty, setEmpty] = useState(() => fresh(draft.content.rows.at(-1)));
  const [sending, setSending] = useState<ReadonlySet<string>>(new Set());
  const [failures, setFailures] = useState<ReadonlyMap<string, string>>(new Map());
  const [tokens, setTokens] = useState<ReadonlyMap<string, string>>(new Map());

  const keep = (rows: Row[]) => {
    latest.current = rows;
    draft.change({ rows });
  };
  const say = (id: string, failure?: string) =>
    setFailures((before) => {
      const next = new Map(before);
      if (failure === undefined) next.delete(id);
      else next.set(id, failure);
      return next;
    });
  const change = (id: string, changes: Partial<Row>) => {
    say(id);
    if (latest.current.some((row) => row.id === id))
      return keep(latest.current.map((row) => (row.id === id ? { ...row, ...changes } : row)));
    // Something was written into the empty row: it is one now, and another empty one follows.
    const begun = { ...empty, ...changes };
    keep([...latest.current, begun]);
    setEmpty(fresh(begun));
  };
  const remove = (id: string) => {
    keep(latest.current.filter((row) => row.id !== id));
    say(id);
  };
  const replace = (rows: Row[]) => {
    keep(rows.filter((row) => !isUntouched(row)));
    setEmpty(fresh(latest.current.at(-1)));
  };
  const underWay = (id: string, is: boolean) =>
    setSending((before) => new Set(is ? [...before, id] : [...before].filter((each) => each !== id)));

  const send = async (row: Row) => {
    underWay(row.id, true);
    try {
      const demand = demandOfRow(row, { id: campaign.id, unit: campaign.unit.id }, form);
      const { answer } = await sendOnce<TakenDemand>({ key: row.id, sent: row.sent }, JSON.stringify(demand), {
        post: (body, key) => post<TakenDemand>('/demands', JSON.parse(body), key),
        refusedBy: (error) => (error instanceof RequestError && error.problem.status > 0 ? refusedBy(error) : null),
        keep: (sent) => keep(latest.current.map((each) => (each.id === row.id ? { ...each, sent } : each))),
      });
      setTokens((before) => new Map(before).set(answer.number, answer.trackingToken));
      client.setQueryData<Entered>(enteredQuery(campaign.id).queryKey, (before) => withNew(before, answer));
      remove(row.id);
      void client.invalidateQueries({ queryKey: ['demands'] });
    } catch (error) {
      say(row.id, sentenceOf(error));
    } finally {
      underWay(row.id, false);
    }
  };
  const file = (row: Row): Wanting | null => {
    if (sending.has(row.id)) return null;
    const want = wanting(row, form);
    say(row.id, want?.message);
    if (!want) void send(row);
    return want;
  };

  const fileAll = async (chosen: readonly Row[]) => {
    for (const { id } of chosen) {
      const row = latest.current.find((each) => each.id === id);
      if (row && !sending.has(id) && wanting(row, form) === null) await send(row);
    }
  };

  return {
    rows: [...draft.content.rows, empty],
    ...{ change, replace, remove, fresh, file, fileAll, tokens },
    isSending: (id) => sending.has(id),
    failureOf: (id) => failures.get(id),
  };
}

const refusedBy = ({ code, problem }: RequestError) => ({ code, status: problem.status });

function withNew(before: Entered | undefined, { trackingToken: _, ...demand }: TakenDemand): Entered {
  const others = (before?.items ?? []).filter(({ number }) => number !== demand.number);
  return { ...before, items: [demand, ...others] };
}
