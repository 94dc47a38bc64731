import { createRulesReader } from '../../database/rules';
import { createUnitDirectory } from '../../database/unit-directory';
import type { Api, ApiDependencies } from '../app';
import { publicDownloadRoutes, publicUploadRoutes } from './attachments';
import { filingRoutes } from './filing';
import { formRoutes } from './forms';
import { letterRoutes } from './letter';
import { publicPollRoutes } from './polls';
import { ratingRoutes } from './ratings';
import { serviceRoutes } from './service';
import { similarRoutes } from './similar';
import { trackingRoutes } from './tracking';

/** What people may do without an account: file, and follow and rate their own demand by its secret links. */

export async function publicRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(dependencies.database);
  const readRules = createRulesReader(dependencies.database);
  serviceRoutes(app, dependencies);
  formRoutes(app, dependencies.database, directory);
  similarRoutes(app, dependencies, directory, readRules);
  filingRoutes(app, dependencies, directory);
  await app.register(publicUploadRoutes, dependencies);
  trackingRoutes(app, dependencies, directory, readRules);
  publicDownloadRoutes(app, dependencies);
  letterRoutes(app, dependencies, directory);
  ratingRoutes(app, dependencies);
  publicPollRoutes(app, dependencies, directory);
}
