import { createUnitDirectory } from '../../database/unit-directory';
import type { Api, ApiDependencies } from '../app';
import { actionRoutes } from './actions';
import { asOfRoutes } from './as-of';
import { bulkRoutes } from './bulk';
import { caseRoutes } from './case-routes';
import { certificateRoutes } from './certificate-routes';
import { contactRoutes } from './contact';
import { holderRoutes } from './holders';
import { intakeRoutes } from './intake';
import { precedentRoutes } from './precedents';
import { readingRoutes } from './reading';
import { replyRoutes } from '../replies/case-routes';
import { similarRoutes } from './similar';
import { trackingLinkRoutes } from './tracking-link';

export async function demandRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(dependencies.database);
  intakeRoutes(app, dependencies, directory);
  readingRoutes(app, dependencies, directory);
  similarRoutes(app, dependencies, directory);
  caseRoutes(app, dependencies, directory);
  asOfRoutes(app, dependencies, directory);
  certificateRoutes(app, dependencies, directory);
  actionRoutes(app, dependencies, directory);
  bulkRoutes(app, dependencies, directory);
  contactRoutes(app, dependencies, directory);
  trackingLinkRoutes(app, dependencies, directory);
  holderRoutes(app, dependencies, directory);
  precedentRoutes(app, dependencies, directory);
  replyRoutes(app, dependencies, directory);
}
