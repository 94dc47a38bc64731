import { createUnitDirectory } from '../../database/unit-directory';
import type { Api, ApiDependencies } from '../app';
import { actionRoutes } from './actions';
import { bulkRoutes } from './bulk';
import { caseRoutes } from './case-routes';
import { contactRoutes } from './contact';
import { intakeRoutes } from './intake';
import { readingRoutes } from './reading';

export async function demandRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(dependencies.database);
  intakeRoutes(app, dependencies, directory);
  readingRoutes(app, dependencies, directory);
  caseRoutes(app, dependencies, directory);
  actionRoutes(app, dependencies, directory);
  bulkRoutes(app, dependencies, directory);
  contactRoutes(app, dependencies, directory);
}
