import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  type AnyRoute,
} from '@tanstack/react-router';
import { queryString, RequestError, setViewedAs, type Query } from '../api/request';
import { elsewhere } from './entry';
import { EmptyState, ErrorState, LoadingRows } from './parts/states';
import { homeOf, meQuery } from './session';
import { readSearch } from './search';

interface RouterContext {
  client: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Outlet });

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>) => ({
    next: typeof search.next === 'string' ? search.next : undefined,
  }),
  component: lazyRouteComponent(() => import('./login/login-page'), 'LoginPage'),
});

/** Everything behind the login. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(meQuery);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const instead = elsewhere(error.problem, location.href, () => setViewedAs(null));
      if (instead) redirect({ ...instead, throw: true });
      throw error;
    }
  },
  component: lazyRouteComponent(() => import('./shell/shell'), 'Shell'),
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: async ({ context }) => {
    redirect({ to: homeOf(await context.client.ensureQueryData(meQuery)), throw: true });
  },
});

type PageImport = () => Promise<Record<string, unknown>>;

/** A page behind the login; its search parameters are plain strings, kept in the URL so that a page can be shared as it is. */
const page = (path: string, load: PageImport, name: string): AnyRoute =>
  createRoute({
    getParentRoute: () => inside,
    path,
    validateSearch: readSearch,
    component: lazyRouteComponent(load as never, name as never),
  }) as AnyRoute;

const pages = [
  page('/queues/$queue', () => import('./queues/queue-page'), 'QueuePage'),
  page('/demands', () => import('./queues/demands-page'), 'DemandsPage'),
  page('/gone-up', () => import('./queues/demands-page'), 'GoneUpPage'),
  page('/closed', () => import('./queues/demands-page'), 'ClosedPage'),
  page('/demands/$number', () => import('./case/case-page'), 'CasePage'),
  page('/demands/$number/certificate', () => import('./case/certificate-page'), 'CertificatePage'),
  page('/exports', () => import('./exports/exports-page'), 'ExportsPage'),
  page('/file', () => import('./filing/filing-page'), 'FilingPage'),
  page('/campaigns', () => import('./campaigns/campaigns-page'), 'CampaignsPage'),
  page('/campaigns/new', () => import('./campaigns/new-campaign-page'), 'NewCampaignPage'),
  page('/imports', () => import('./imports/imports-page'), 'ImportsPage'),
  page('/imports/$id', () => import('./imports/import-page'), 'ImportPage'),
  page('/campaigns/$id', () => import('./campaigns/campaign-page'), 'CampaignPage'),
  page('/letter', () => import('./collection/letter-page'), 'LetterPage'),
  page('/supervision', () => import('./supervisor/supervision-page'), 'SupervisionPage'),
  page('/callbacks', () => import('./callbacks/callbacks-page'), 'CallbacksPage'),
  page('/spot-checks', () => import('./spot-checks/spot-checks-page'), 'SpotChecksPage'),
  page('/spot-checks/$id', () => import('./spot-checks/spot-check-page'), 'SpotCheckPage'),
  page('/promises', () => import('./promises/promises-page'), 'PromisesPage'),
  page('/appeals', () => import('./appeals/appeals-page'), 'AppealsPage'),
  page('/appeals/$id', () => import('./appeals/appeal-page'), 'AppealPage'),
  page('/polls', () => import('./polls/polls-page'), 'PollsPage'),
  page('/polls/$id', () => import('./polls/poll-page'), 'PollPage'),
  page('/polls/$id/ballots', () => import('./polls/ballots-page'), 'BallotsPage'),
  page('/conferences', () => import('./conferences/conferences-page'), 'ConferencesPage'),
  page('/conferences/$id', () => import('./conferences/agenda-page'), 'AgendaPage'),
  page('/conferences/$id/minutes', () => import('./conferences/minutes-page'), 'MinutesPage'),
  page('/visits', () => import('./field/visits-page'), 'VisitsPage'),
  page('/visits/$id', () => import('./field/visit-page'), 'VisitPage'),
  page('/teams', () => import('./field/teams-page'), 'TeamsPage'),
  page('/teams/$unit', () => import('./field/team-page'), 'TeamPage'),
  page('/inspections', () => import('./field/inspections-page'), 'InspectionsPage'),
  page('/inspections/$id', () => import('./field/inspection-page'), 'InspectionPage'),
  page('/buildings/$unit', () => import('./field/building-page'), 'BuildingPage'),
  page('/notices', () => import('./notices/notices-page'), 'NoticesPage'),
  page('/rehearsals', () => import('./rehearsals/rehearsals-page'), 'RehearsalsPage'),
  page('/rehearsals/$id', () => import('./rehearsals/rehearsal-page'), 'RehearsalPage'),
  page('/overview', () => import('./overview/overview-page'), 'OverviewPage'),
  page('/statistics', () => import('./statistics/statistics-page'), 'StatisticsPage'),
  page('/statistics/definitions', () => import('./statistics/definitions-page'), 'DefinitionsPage'),
  page('/analyses', () => import('./analyses/analyses-page'), 'AnalysesPage'),
  page('/analyses/$id', () => import('./analyses/analysis-page'), 'AnalysisPage'),
  page('/topics', () => import('./topics/topics-page'), 'TopicsPage'),
  page('/topics/$id', () => import('./topics/topic-page'), 'TopicPage'),
  page('/account', () => import('./account/account-page'), 'AccountPage'),
  page('/admin/units', () => import('./admin/units-page'), 'UnitsPage'),
  page('/admin/absences', () => import('./absences/absences-page'), 'AbsencesPage'),
  page('/admin/people', () => import('./admin/people-page'), 'PeoplePage'),
  page('/admin/forms', () => import('./admin/forms-page'), 'FormsPage'),
  page('/admin/replies', () => import('./admin/replies-page'), 'RepliesPage'),
  page('/admin/rules', () => import('./admin/rules-page'), 'RulesPage'),
  page('/admin/duties', () => import('./admin/duties-page'), 'DutiesPage'),
  page('/admin/policies', () => import('./admin/policies-page'), 'PoliciesPage'),
  page('/admin/calendars', () => import('./admin/calendars-page'), 'CalendarsPage'),
  page('/admin/messages', () => import('./admin/messages-page'), 'MessagesPage'),
  page('/admin/endpoints', () => import('./admin/endpoints-page'), 'EndpointsPage'),
  page('/admin/audit', () => import('./admin/audit-page'), 'AuditPage'),
];

export function createConsoleRouter(client: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([login, inside.addChildren([home, ...pages])]),
    basepath: '/console',
    // Plain words in the address: the router's own way would put every one in quotes.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => queryString(search as Query),
    context: { client },
    defaultPreload: 'intent',
    defaultPendingComponent: () => <LoadingRows />,
    defaultPendingMs: 300,
    defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
    defaultNotFoundComponent: () => (
      <main>
        <EmptyState title="没有这个页面">
          请检查网址，或<a href="/console">回到工作台</a>。
        </EmptyState>
      </main>
    ),
  });
}
