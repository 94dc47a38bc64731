import type { z } from 'zod';
import { IMPROVEMENT_STATES } from '../../domain/improvement';
import { daysOf } from '../../analysis/read-materials';
import { ANALYSIS_STATES, type AnalysisRow } from '../../database/analyses';
import { improvementState, type ImprovementRow } from '../../database/improvements';
import { STAGES } from '../../domain/vocabulary';
import { beijing, unitView, type Units } from '../demands/view';
import type { analysisSchema, improvementSchema } from './analysis-schema';

export type AnalysisView = z.output<typeof analysisSchema>;
export type ImprovementView = z.output<typeof improvementSchema>;

const time = (at: Date): string => beijing(at.getTime());

export function analysisView(row: AnalysisRow, units: Units): AnalysisView {
  const { id, title, state, progress, failure, created_at, finished_at, requested_by } = row;
  return {
    ...{ id, title, unit: unitView(units, row.unit_id), ...daysOf({ from: row.from_at, to: row.to_at }) },
    ...{ state, stateLabel: ANALYSIS_STATES[state], progress, failure },
    ...{ createdAt: time(created_at), finishedAt: finished_at && time(finished_at), requestedBy: requested_by },
  };
}

export function improvementView(row: ImprovementRow, units: Units): ImprovementView {
  const state = improvementState(row);
  return {
    ...{ number: row.number, title: row.title, unit: unitView(units, row.unit_id), owner: row.owner },
    ...{ state, stateLabel: IMPROVEMENT_STATES[state], stageLabel: STAGES[row.stage], sentBack: row.round - 1 },
    dueAt: row.due_at === null ? null : beijing(Number(row.due_at)),
    ...{ createdAt: time(row.created_at), closedAt: row.closed_at && time(row.closed_at), about: row.about },
  };
}
