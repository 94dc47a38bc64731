import { createUnitDirectory } from '../../database/unit-directory';
import type { Api, ApiDependencies } from '../app';
import { changingRoutes } from './changing';
import { membershipRoutes } from './membership';
import { readingRoutes } from './reading';

export async function topicRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database } = dependencies;
  const directory = createUnitDirectory(database);
  readingRoutes(app, database, directory);
  changingRoutes(app, database, directory);
  membershipRoutes(app, dependencies, directory);
}
