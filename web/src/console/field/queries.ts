import { queryOptions } from '@tanstack/react-query';
import type {
  Building,
  BuildingPage,
  Enterprise,
  Inspection,
  InspectionPage,
  Me,
  Team,
  Visit,
  VisitPage,
} from '../../../../src/api/contract';
import type { Role } from '../../../../src/domain/vocabulary';
import { get, type Query } from '../../api/request';
import { unitsWithRole } from '../session';

interface List<Item> {
  items: Item[];
  nextCursor?: string;
}

/** Several people walk through one building: what the others found appears by itself. */
const OTHERS = 15_000;

export const visitsQuery = (query: Query) =>
  queryOptions({ queryKey: ['visits', query], queryFn: () => get<List<Visit>>('/visits', query) });
export const visitQuery = (id: string) =>
  queryOptions({ queryKey: ['visit', id], queryFn: () => get<VisitPage>(`/visits/${id}`) });
export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: () => get<List<Team>>('/teams', { limit: 200 }),
});
export const teamQuery = (unit: string) =>
  queryOptions({ queryKey: ['teams', unit], queryFn: () => get<Team>(`/teams/${unit}`) });
export const enterprisesQuery = (query: Query) =>
  queryOptions({ queryKey: ['enterprises', query], queryFn: () => get<List<Enterprise>>('/enterprises', query) });
export const inspectionsQuery = (query: Query) =>
  queryOptions({ queryKey: ['inspections', query], queryFn: () => get<List<Inspection>>('/inspections', query) });
export const inspectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['inspection', id],
    queryFn: () => get<InspectionPage>(`/inspections/${id}`),
    refetchInterval: OTHERS,
  });
export const buildingsQuery = queryOptions({
  queryKey: ['buildings'],
  queryFn: () => get<List<Building>>('/buildings', { limit: 200 }),
});
export const buildingQuery = (unit: string) =>
  queryOptions({ queryKey: ['buildings', unit], queryFn: () => get<BuildingPage>(`/buildings/${unit}`) });

/** The caller's own teams: units of that kind in which they collect. */
export const ownTeams = (me: Me, ...roles: Role[]) =>
  unitsWithRole(me, ...(roles.length > 0 ? roles : (['collector'] as const))).filter(({ kind }) => kind === 'team');
