import type { Api, ApiDependencies } from '../app';
import { createDraftDesk } from './desk';
import { draftReading } from './reading';
import { draftWriting } from './writing';

/** Changes of policy, calendar and dispatch rules on their way to publication. */
export async function draftRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const desk = createDraftDesk(dependencies);
  draftReading(app, dependencies, desk);
  draftWriting(app, dependencies, desk);
}
