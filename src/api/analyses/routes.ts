import type { Api, ApiDependencies } from '../app';
import { analysisExports } from './exports';
import { improvementRoutes } from './improvements';
import { analysisOrdering } from './ordering';
import { analysisReading } from './reading';

/** 专题分析: reports of a unit on a period, what they ask to be improved, and what became of that. */
export async function analysisRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  analysisReading(app, dependencies);
  analysisOrdering(app, dependencies);
  improvementRoutes(app, dependencies);
  analysisExports(app, dependencies);
}
