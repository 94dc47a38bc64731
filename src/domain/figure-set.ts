import { DAY, MINUTE } from './local-time';
import type { FiledKind, Result } from './vocabulary';

export type Resolving = Record<FiledKind, Result[]>;

/** How figures are counted. Versioned as a whole: a version never changes, a report says which one it was counted by. */
export interface FigureSet {
  version: number;
  /** False while no authority has confirmed it: the console then labels it 示例. */
  confirmed: boolean;
  /** Of the combined figure; together 1. */
  weights: { response: number; resolution: number; satisfaction: number };
  /** What a 基本满意 counts among the satisfied, 0 to 1. */
  barelyCounts: number;
  /** `declared`: resolved is what the unit says; `confirmed`: where somebody phoned, what was said there. */
  resolution: 'declared' | 'confirmed';
  /** With which results a unit says that it is resolved, by kind. */
  resolving: Resolving;
  exclude: {
    /** Ratings and breaches against which an appeal was upheld. */
    appeals: boolean;
    /** Ratings of what a third party ruled unreasonable. */
    unreasonable: boolean;
    /** 挂账: late clocks of a demand that is parked with approval. */
    deferred: boolean;
    /** Demands merged into another: only the main case counts, save for ratings. */
    merged: boolean;
    /** 代评: ratings that staff gave for the person. */
    proxy: boolean;
  };
  /** Local minute at which a day of the figures ends; 720: day D is from noon before to noon of D. 1440: calendar days. */
  dayEnds: number;
  /** Day of the month on which an appraisal month begins; 19: from the 19th of the month before to the 18th. 1: calendar month. */
  monthBegins: number;
  /** Fewer cases than this say little and are marked. */
  small: number;
}

/** 示例: no authority has confirmed weights, the 0.9 (domain.md §6), and that explaining resolves a consultation. */
export const defaultFigureSet: FigureSet = {
  version: 1,
  confirmed: false,
  weights: { response: 0.1, resolution: 0.5, satisfaction: 0.4 },
  barelyCounts: 0.9,
  resolution: 'confirmed',
  resolving: {
    consultation: ['resolved', 'explained'],
    help: ['resolved'],
    complaint: ['resolved'],
    suggestion: ['adopted'],
  },
  exclude: { appeals: true, unreasonable: true, deferred: true, merged: false, proxy: false },
  dayEnds: 1440,
  monthBegins: 1,
  small: 10,
};

/** Of versions that were published before this was part of them: they count on as they did. */
export const RESOLVING_BEFORE: Resolving = {
  consultation: ['resolved'],
  help: ['resolved'],
  complaint: ['resolved'],
  suggestion: ['adopted'],
};

/** The window of days as the set has it, from whole Beijing days (epoch ms; `to` not included). */
export function windowOf(set: Pick<FigureSet, 'dayEnds'>, days: { from: number; to: number }) {
  const shift = DAY - set.dayEnds * MINUTE;
  return { from: days.from - shift, to: days.to - shift };
}
