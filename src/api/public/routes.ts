import { createRulesReader } from '../../database/rules';
import { createUnitDirectory } from '../../database/unit-directory';
import type { Api, ApiDependencies } from '../app';
import { filingRoutes } from './filing';
import { formRoutes } from './forms';
import { ratingRoutes } from './ratings';
import { trackingRoutes } from './tracking';

/** What people may do without an account: file, and follow and rate their own demand by its secret links. */

export async function publicRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(dependencies.database);
  formRoutes(app, directory);
  filingRoutes(app, dependencies, directory);
  trackingRoutes(app, dependencies, directory, createRulesReader(dependencies.database));
  ratingRoutes(app, dependencies);
}
