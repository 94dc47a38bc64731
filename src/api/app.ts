import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from '@fastify/helmet';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController, type RawServerDefault } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Config } from '../config';
import type { Database } from '../database/client';
import { createStorage } from '../storage/create-storage';
import type { Storage } from '../storage/port';
import type { Temporal } from '../temporal';
import { methodsAt, requireAccessRules } from './access';
import { absenceRoutes } from './absences';
import { appealRoutes } from './appeals/routes';
import { attachmentRoutes } from './attachments';
import { auditRoutes } from './audit';
import { authenticate } from './authentication';
import { calendarRoutes } from './calendars';
import { callbackRoutes } from './callbacks/routes';
import { analysisRoutes } from './analyses/routes';
import { conferenceRoutes } from './conferences/routes';
import { campaignRoutes } from './campaigns';
import { channelRoutes } from './channels';
import { answerBrokenHttp, answerError, sendProblem } from './error-handler';
import { Problem } from './errors';
import { demandRoutes } from './demands/routes';
import { demoRoutes } from './demo';
import { collectionFormRoutes } from './forms';
import { draftRoutes } from './drafts/routes';
import { endpointRoutes } from './endpoints';
import { enterpriseRoutes } from './field/enterprises';
import { inspectionRoutes } from './field/inspections';
import { teamRoutes } from './field/teams';
import { visitRoutes } from './field/visits';
import { dutyRoutes } from './duties/routes';
import { exportRoutes } from './exports/routes';
import { healthRoutes } from './health';
import { importRoutes } from './imports/routes';
import { acceptJsonBodies } from './json-body';
import { meRoutes } from './me';
import { messageRoutes } from './messages';
import { exposeMetrics } from './metrics';
import { documentApi } from './openapi/document';
import { ownPasswordRoutes } from './own-password';
import { builtPages, contentSources, pageRoutes } from './pages';
import { policyRoutes } from './policies';
import { pollRoutes } from './polls/routes';
import { promiseRoutes } from './promises/routes';
import { preferenceRoutes } from './preferences';
import { publicRoutes } from './public/routes';
import { noticeRoutes } from './notices';
import { logRequests } from './request-log';
import { savedViewRoutes } from './saved-views';
import { rehearsalRoutes } from './rehearsals/routes';
import { replyRequirementRoutes } from './replies/requirements';
import { replyTemplateRoutes } from './replies/templates';
import { ruleRoutes } from './rules/routes';
import { sessionRoutes } from './sessions';
import { statisticsRoutes } from './statistics/routes';
import { streamRoutes } from './stream/routes';
import { spotCheckRoutes } from './spot-checks/routes';
import { taskRoutes } from './tasks';
import { topicRoutes } from './topics/routes';
import { unitRoutes } from './units';
import { userRoutes } from './users';
import { vacantSeatRoutes } from './vacant-seats';
import { speakChinese } from './validation-messages';
import { viewAsRoutes } from './view-as';

/** What every route file may use. */
export type ApiDependencies = {
  database: Database;
  temporal: Temporal;
  config: Config;
  storage: Storage;
};

/** An app whose schemas are zod, as route files see it. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export type AppOptions = Omit<ApiDependencies, 'storage'> & {
  storage?: Storage;
  log?: FastifyBaseLogger;
  /** The folder of the built pages. */
  pages?: string;
};

const bodyLimit = 1024 * 1024;

/** The whole REST service, without listening: the server listens, tests inject. */
export async function buildApp({ log, pages = builtPages, ...given }: AppOptions): Promise<Api> {
  const dependencies = { ...given, storage: given.storage ?? createStorage(given.config) };
  speakChinese();
  const app = createApp(given.config, log);
  requireAccessRules(app);
  app.setErrorHandler(answerError);
  answerUnknownRoutes(app);
  closeConnectionsAsTheyFallIdle(app);
  acceptJsonBodies(app);
  logRequests(app);
  exposeMetrics(app, dependencies.database);
  await app.register(helmet, { contentSecurityPolicy: { directives: contentSources(given.config) } });
  authenticate(app, dependencies.database, dependencies.config);
  await documentApi(app, dependencies.config);
  await app.register(pageRoutes, { folder: pages });
  await registerRoutes(app, dependencies);
  await app.ready();
  return app;
}

async function registerRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  await app.register(healthRoutes, dependencies);
  await app.register(
    async (scope) => {
      const api = { register: (routes: Routes, given: ApiDependencies) => scope.register(called(routes), given) };
      await api.register(sessionRoutes, dependencies);
      await api.register(meRoutes, dependencies);
      await api.register(ownPasswordRoutes, dependencies);
      await api.register(viewAsRoutes, dependencies);
      await api.register(unitRoutes, dependencies);
      await api.register(userRoutes, dependencies);
      await api.register(absenceRoutes, dependencies);
      await api.register(vacantSeatRoutes, dependencies);
      await api.register(auditRoutes, dependencies);
      await api.register(messageRoutes, dependencies);
      await api.register(endpointRoutes, dependencies);
      await api.register(preferenceRoutes, dependencies);
      await api.register(attachmentRoutes, dependencies);
      await api.register(demandRoutes, dependencies);
      await api.register(exportRoutes, dependencies);
      await api.register(callbackRoutes, dependencies);
      await api.register(appealRoutes, dependencies);
      await api.register(spotCheckRoutes, dependencies);
      await api.register(enterpriseRoutes, dependencies);
      await api.register(teamRoutes, dependencies);
      await api.register(visitRoutes, dependencies);
      await api.register(inspectionRoutes, dependencies);
      await api.register(publicRoutes, dependencies);
      await api.register(pollRoutes, dependencies);
      await api.register(promiseRoutes, dependencies);
      await api.register(rehearsalRoutes, dependencies);
      await api.register(conferenceRoutes, dependencies);
      await api.register(taskRoutes, dependencies);
      await api.register(savedViewRoutes, dependencies);
      await api.register(topicRoutes, dependencies);
      await api.register(statisticsRoutes, dependencies);
      await api.register(analysisRoutes, dependencies);
      await api.register(noticeRoutes, dependencies);
      await api.register(streamRoutes, dependencies);
      await api.register(policyRoutes, dependencies);
      await api.register(ruleRoutes, dependencies);
      await api.register(replyTemplateRoutes, dependencies);
      await api.register(replyRequirementRoutes, dependencies);
      await api.register(dutyRoutes, dependencies);
      await api.register(calendarRoutes, dependencies);
      await api.register(channelRoutes, dependencies);
      await api.register(collectionFormRoutes, dependencies);
      await api.register(campaignRoutes, dependencies);
      await api.register(importRoutes, dependencies);
      await api.register(draftRoutes, dependencies);
      if (dependencies.config.demo) await api.register(demoRoutes, dependencies);
    },
    { prefix: '/api/v1' },
  );
}

type Routes = (app: Api, dependencies: ApiDependencies) => Promise<void>;

/** Whatever has no name to show, Fastify looks for among all modules that are loaded, once for every plugin. */
const called = (routes: Routes): Routes => Object.assign(routes, { [Symbol.for('fastify.display-name')]: routes.name });

function createApp({ trustedProxies }: Config, log: FastifyBaseLogger | undefined): Api {
  const app = fastify({
    ...(log ? { loggerInstance: log } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    // Milliseconds. Headers must come at once (slow loris); a body may be a large file over a phone's line.
    http: { headersTimeout: 15_000 },
    requestTimeout: 300_000,
    connectionTimeout: 120_000,
    keepAliveTimeout: 72_000,
    // While closing, what arrives on open connections is still answered, with `connection: close`.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    requestIdHeader: false,
    genReqId: ({ headers }) => acceptableRequestId(headers['x-request-id']) ?? randomUUID(),
    routerOptions: { maxParamLength: 300 },
    clientErrorHandler: answerBrokenHttp,
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  return app;
}

// Anything else could forge log lines.
function acceptableRequestId(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[A-Za-z0-9_-]{8,64}$/.test(header) ? header : undefined;
}

/** A connection that was busy when closing began would otherwise be kept alive after its last answer, and delay the end. */
function closeConnectionsAsTheyFallIdle(app: Api): void {
  app.addHook('preClose', async () => {
    const timer = setInterval(() => app.server.closeIdleConnections(), 100);
    app.server.once('close', () => clearInterval(timer));
    timer.unref();
  });
}

function answerUnknownRoutes(app: Api): void {
  app.setNotFoundHandler((request, reply) => {
    const allow = methodsAt(app.routeTable, request.url.split('?')[0] ?? '');
    // A page or an asset that is not there answers here, too: it has the method, but not the file.
    if (allow.length === 0 || allow.includes(request.method) || (request.method === 'HEAD' && allow.includes('GET')))
      return sendProblem(reply, new Problem('not_found', '没有这个接口，请核对网址；接口说明见 /docs。'));
    const headers = { allow: allow.join(', ') };
    return sendProblem(reply, new Problem('method_not_allowed', `这个网址只支持：${headers.allow}。`, { headers }));
  });
}
