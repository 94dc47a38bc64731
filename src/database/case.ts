import type { Proposal } from '../domain/routing';
import type { Grade, Stage } from '../domain/vocabulary';
import { cameWithLetter } from './attachments';
import { Prisma, type Database } from './client';
import type { FoundDemand } from './demands';
import { originOfDemand, type RecordedOrigin } from './origin';

/** What the rules proposed at intake, as the record keeps it. */
export type RecordedProposal = Pick<Proposal, 'level' | 'urgency' | 'risk' | 'category' | 'rules'> & {
  lead: string | null;
  /** Missing, like the next two, in what was recorded before rules named them. */
  co?: string[];
  replying?: string | null;
  direct?: boolean;
};

export interface LinkedDemand {
  id: string;
  number: string;
  title: string;
  stage: Stage;
}

export interface CaseFile {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  previewKey: string | null;
  width: number | null;
  height: number | null;
  seconds: number | null;
  at: string;
  byReporter: boolean;
  /** Of the letter that this is a part of. */
  ofLetter: boolean;
}

/** 追评 of a round. */
export interface RecordedAddition {
  round: number;
  grade: Grade | null;
  at: string;
  job: string | null;
  texts: { text?: string; attachments?: string[] } | null;
}

/** What the page of a case shows beside the demand's own row. */
export interface CaseDetails {
  proposal: RecordedProposal | null;
  linked: LinkedDemand[];
  files: CaseFile[];
  people: { id: string; username: string; name: string }[];
  origin: RecordedOrigin | null;
  collectedBy: { username: string; name: string } | null;
  additions: RecordedAddition[];
}

const listed = (rows: Prisma.Sql) => Prisma.sql`(SELECT COALESCE(json_agg(r), '[]') FROM (${rows}) r)`;

/** One statement. `linked` are its followers and parts, as far as `sight` (a condition on a demand `d`) lets them be seen. */
export async function readCaseDetails(
  database: Database,
  { id, state }: FoundDemand,
  sight: Prisma.Sql,
): Promise<CaseDetails> {
  const linked = [...state.followers, ...state.parts.map((part) => part.id)];
  const people = [state.extension?.by, state.deferral?.by, state.supervision?.by].filter((by) => by !== undefined);
  const [details] = await database.sql<CaseDetails>`SELECT
    (SELECT data->'proposal' FROM demand_event WHERE demand_id = ${id}::uuid AND seq = 1) AS proposal,
    ${listed(Prisma.sql`SELECT d.id, d.number, d.title, d.stage FROM demand d
      WHERE d.id = ANY(${linked}::uuid[]) AND ${sight} ORDER BY d.number`)} AS linked,
    ${listed(Prisma.sql`SELECT a.id, a.name, a.media_type AS "mediaType", a.size, a.preview_key AS "previewKey", a.width, a.height,
        a.seconds, a.created_at AS at, a.uploaded_by IS NULL AS "byReporter", d.id <> ${id}::uuid AS "ofLetter"
      FROM attachment a JOIN demand d ON d.id = a.demand_id
      WHERE d.id = ${id}::uuid OR d.id = ${state.parent}::uuid AND ${cameWithLetter} ORDER BY a.created_at, a.id`)} AS files,
    ${listed(Prisma.sql`SELECT a.round, a.grade, a.at, a.job_id AS job, w.texts
      FROM rating_addition a LEFT JOIN words w ON w.id = a.words_id WHERE a.demand_id = ${id}::uuid`)} AS additions,
    ${listed(Prisma.sql`SELECT id, username, name FROM staff_user WHERE id = ANY(${people}::text[])`)} AS people,
    ${originOfDemand(id)} AS origin,
    (SELECT json_build_object('username', u.username, 'name', u.name)
      FROM demand d JOIN staff_user u ON u.id = d.collected_by WHERE d.id = ${id}::uuid) AS "collectedBy"`;
  return details!;
}
