import type { FigureSet } from '../domain/figure-set';
import type { Concern, ImprovementState } from '../domain/improvement';
import type { RateName } from '../domain/rates';
import type { DissatisfactionReason } from '../domain/vocabulary';
import type { DimensionAverage } from '../statistics/dimensions';
import type { CountedDemand } from '../statistics/period-outcomes';

/** Days of Beijing, both included. */
export interface Days {
  from: string;
  to: string;
}

export interface ReportRate {
  name: RateName;
  label: string;
  better: 'high' | 'low' | 'none';
  numerator: number;
  denominator: number;
  value: number | null;
  isSmall: boolean;
  before: number | null;
  /** Of the numerator, how many count less than one, and what each counts; null where all count whole. */
  lesser: { count: number; counts: number } | null;
}

export interface Topic {
  category: string;
  dissatisfied: number;
  rated: number;
  before: number;
  /** What these demands speak of, the commonest word first. */
  words: string[];
}

export interface ReasonCount {
  code: DissatisfactionReason;
  label: string;
  count: number;
  before: number;
}

export interface RepeatPlace {
  place: { id: string; name: string };
  category: string;
  filed: number;
  dissatisfied: number;
  before: number;
}

/** Somebody who came again and again: how often, and where to read it. Never who. */
export interface RepeatPerson {
  count: number;
  categories: string[];
  numbers: string[];
}

export interface UnitLine {
  unit: { id: string; name: string };
  assigned: number;
  returned: number;
  answered: number;
  redone: number;
  handleDue: number;
  handleLate: number;
  ownLate: number;
  rated: number;
  dissatisfied: number;
  checked: number;
  contradicted: number;
}

/** A unit in which something is clearly more frequent than in the whole. */
export interface Standout {
  unit: { id: string; name: string };
  concern: Concern;
  numerator: number;
  denominator: number;
  value: number;
  overall: number;
}

export interface CheckedCase {
  number: string;
  unit: { id: string; name: string } | null;
  rating: number | null;
  found: 'satisfied' | 'dissatisfied';
}

export interface CaseToRead {
  number: string;
  title: string;
  why: string[];
}

export interface PastImprovement {
  number: string;
  title: string;
  unit: { id: string; name: string };
  state: ImprovementState;
  /** Times the unit that asked sent it back. */
  sentBack: number;
}

export interface ReplyQuality {
  average: number | null;
  count: number;
  low: { number: string; grade: number }[];
}

/** 专题分析: all of a report, as it is kept. Sentences are what the numbers say, for whoever reads nothing else. */
export interface Analysis {
  unit: { id: string; name: string };
  days: Days;
  /** With what it is compared: the last report of about the same length, or the period before. */
  compared: Days & { reportId: string | null; title: string | null };
  figures: { version: number; confirmed: boolean; small: number };
  filed: { count: number; before: number };
  closed: { count: number; before: number };
  rates: ReportRate[];
  /** Small where one of the rates in it is. */
  combined: { value: number | null; before: number | null; isSmall: boolean };
  dimensions: DimensionAverage[];
  parked: { count: number; average: number | null; longest: number | null };
  findings: string[];
  topics: Topic[];
  reasons: ReasonCount[];
  places: RepeatPlace[];
  people: RepeatPerson[];
  units: UnitLine[];
  standouts: Standout[];
  checks: { checked: number; contradicted: number; cases: CheckedCase[] };
  quality: ReplyQuality;
  /** 追评: how many, and how many of these turned from satisfied to dissatisfied. */
  additions: { count: number; turned: number };
  cases: CaseToRead[];
  improvements: PastImprovement[];
}

/** Everything a report is made of, read before: the making itself asks nothing and nobody. */
export interface Materials {
  unit: { id: string; name: string };
  days: Days;
  compared: Analysis['compared'];
  set: FigureSet;
  now: Period;
  before: Period;
  unitOf: (id: string) => { name: string; path: readonly string[] } | undefined;
  /** Whether others lie under it: its own line is then not that of all of it. */
  hasUnitsUnder: (id: string) => boolean;
  /** Of dissatisfied demands and others worth a look, by their ids. */
  words: ReadonlyMap<string, readonly string[]>;
  titles: ReadonlyMap<string, string>;
  people: { ids: string[]; numbers: string[] }[];
  quality: { id: string; number: string; grade: number }[];
  parked: Analysis['parked'];
  improvements: PastImprovement[];
}

export interface Period {
  demands: readonly CountedDemand[];
  /** Epoch ms; `to` is not included. */
  span: { from: number; to: number };
}
