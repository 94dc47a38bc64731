import type { Case, DemandEvent } from '../../src/api/contract';
import { heardRounds, policyVersionOf } from '../../web/src/console/callbacks/rounds';

const zhihui = { id: 'zhihui', name: '智美·汇志园区', kind: 'park', level: 'C' } as const;
const round = (number: number, more: Partial<Case['rounds'][number]> = {}): Case['rounds'][number] => ({
  ...{ round: number, startedAt: '2026-11-02T09:00:00+08:00', leadUnit: zhihui, result: 'resolved', rating: 2 },
  ...{ ratedBy: 'reporter', callback: null, endedAt: null, reasons: [], dimensions: {}, addition: null },
  ...more,
});
const actor: DemandEvent['actor'] = { kind: 'staff', name: null };
let seq = 0;
const event = (type: DemandEvent['type'], of: number, more: Partial<DemandEvent> = {}): DemandEvent => {
  seq += 1;
  return {
    ...{ seq, at: '2026-11-05T15:00:00+08:00', type, label: type, actor, unit: null },
    ...{ to: null, stage: 'replying', round: of, public: true, cause: {}, data: {}, words: null },
    ...more,
  };
};
const said = (found: string) => ({ found, done: '已更换', basis: '园区公约', contact: '王工 0755-1' });

const events = [
  event('replied', 1, { words: said('灯管老化') }),
  event('rated', 1, { data: { grade: 2, reasons: ['not_solved'] }, words: { comment: '又坏了' } }),
  event('callback_concluded', 1, { words: { note: '要求更换线路' } }),
  event('redone', 2, { cause: { policyVersion: 3 } }),
  event('replied', 2, { words: said('线路老化') }),
  event('replied', 2, { words: { ...said('线路和灯管老化'), text: '附照片' } }),
];

describe('the rounds at hand while phoning', () => {
  const rounds = heardRounds({ rounds: [round(1), round(2, { rating: null, ratedBy: null })] }, events);

  it('come with the latest first', () => {
    expect(rounds.map((each) => each.round)).toEqual([2, 1]);
  });

  it('carry what was answered, why the grade was bad, and what the callback heard', () => {
    expect(rounds[1]).toMatchObject({
      ...{ reply: { found: '灯管老化', text: null }, reasons: ['not_solved'], comment: '又坏了' },
      callbackNote: '要求更换线路',
    });
  });

  it('keep to their own words: nothing of one round shows in another', () => {
    expect(rounds[0]).toMatchObject({ reasons: [], comment: null, callbackNote: null });
  });

  it('show the last reply of a round that was replied to twice', () => {
    expect(rounds[0]!.reply).toMatchObject({ found: '线路和灯管老化', text: '附照片' });
  });

  it('say so when a round has no reply yet', () => {
    expect(heardRounds({ rounds: [round(1)] }, []).map(({ reply }) => reply)).toEqual([null]);
  });

  it('know which version of the rules the demand keeps', () => {
    expect(policyVersionOf(events)).toBe(3);
    expect(policyVersionOf([])).toBeNull();
  });
});
