import type { Demand } from '../domain/demand';
import type { Stage } from '../domain/vocabulary';
import { dispatching } from './dispatchers';
import { accepting, handling } from './handlers';
import type { Life, Play } from './play';
import { answering, rating } from './reporters';
import { replying, reviewing } from './repliers';
import { supervising } from './supervisors';

/** Who has the turn in a stage, and what they mean to do. */
const TURNS: Partial<Record<Stage, (play: Play, life: Life, now: number) => void>> = {
  dispatching,
  accepting,
  handling,
  waiting: answering,
  reviewing,
  replying,
  rating,
};

/** As long as nobody else has the turn, the plans stand; when somebody else has it, they make their own. */
export function goOn(play: Play, life: Life, now: number): void {
  const turn = turnOf(life.demand);
  if (turn !== life.turn) {
    life.turn = turn;
    life.plans = life.plans.filter((plan) => plan.stays);
    TURNS[life.demand.stage]?.(play, life, now);
  }
  supervising(play, life, now);
}

const turnOf = ({ stage, round, level, holder, lead, ruling }: Demand): string =>
  [stage, round, level, holder.unit?.id, holder.user, lead?.id, ruling].join(' ');
