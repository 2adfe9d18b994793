/** Every address of the console, in one tree. Screens other than the first are fetched when a link to them is pointed at. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  notFound,
  Outlet,
  redirect,
  stripSearchParams,
} from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import * as z from 'zod/mini';
import { ProjectId } from '../contract/common.ts';
import { groupQuery, groupsQuery, modulesQuery, ungroupedQuery } from './api/groups.ts';
import { sessionQuery } from './api/session.ts';
import { Bulk } from './bulk/bulk.tsx';
import { lazyScreen } from './lazy-screen.ts';
import { isServed } from './lib/projects.ts';
import {
  ActivityAddress,
  GROUPS_DEFAULTS,
  GroupAddress,
  GroupsAddress,
  MODULES_DEFAULTS,
  ModulesAddress,
  NewSubmissionAddress,
  OBJECTS_DEFAULTS,
  ObjectsAddress,
  PACKAGES_DEFAULTS,
  PackagesAddress,
  parseSearch,
  stringifySearch,
  viewOf,
} from './lib/search-params.ts';
import { GroupsScreen } from './screens/groups/groups-screen.tsx';
import { ErrorScreen } from './shell/error-screen.tsx';
import { Shell } from './shell/shell.tsx';

const LazyNotFound = lazy(async () => ({ default: (await import('./shell/not-found-screen.tsx')).NotFoundScreen }));

function NotFound() {
  return (
    <Suspense fallback={null}>
      <LazyNotFound />
    </Suspense>
  );
}

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Shell });

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery());
    throw redirect({ to: '/p/$projectId/groups', params: { projectId: session.defaultProjectId }, replace: true });
  },
});

const projectRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'p/$projectId',
  beforeLoad: async ({ context, params }) => {
    if (!z.safeParse(ProjectId, params.projectId).success) throw notFound();
    const session = await context.queryClient.ensureQueryData(sessionQuery());
    if (!isServed(session, params.projectId)) throw notFound();
  },
  component: ProjectFrame,
});

/** Keyed by its project, so that nothing selected in one is meant in another. */
function ProjectFrame() {
  const { projectId } = projectRoute.useParams();
  return (
    <Bulk key={projectId} projectId={projectId}>
      <Outlet />
    </Bulk>
  );
}

const projectHomeRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/p/$projectId/groups', params, replace: true });
  },
});

const groupsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'groups',
  validateSearch: GroupsAddress,
  search: { middlewares: [stripSearchParams(GROUPS_DEFAULTS)] },
  loaderDeps: ({ search }) => search,
  // Begun here, awaited by nobody: the screen shows its skeleton meanwhile, or what it had.
  loader: ({ context, params, deps }) => {
    void context.queryClient.prefetchQuery(groupsQuery(params.projectId, deps));
  },
  component: GroupsScreen,
});

const groupRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'group',
  validateSearch: GroupAddress,
  search: { middlewares: [stripSearchParams(PACKAGES_DEFAULTS)] },
  beforeLoad: ({ search }) => {
    if (search.name === '') throw notFound();
  },
  loaderDeps: ({ search: { name, ...address } }) => ({ name, view: viewOf(address) }),
  loader: ({ context, params, deps }) => {
    void context.queryClient.prefetchQuery(groupQuery(params.projectId, deps.name, deps.view));
  },
  component: lazyScreen(() => import('./screens/group/group-screen.tsx'), 'GroupScreen'),
});

const ungroupedRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'ungrouped',
  validateSearch: PackagesAddress,
  search: { middlewares: [stripSearchParams(PACKAGES_DEFAULTS)] },
  loaderDeps: ({ search }) => viewOf(search),
  loader: ({ context, params, deps }) => {
    void context.queryClient.prefetchQuery(ungroupedQuery(params.projectId, deps));
  },
  component: lazyScreen(() => import('./screens/ungrouped/ungrouped-screen.tsx'), 'UngroupedScreen'),
});

const modulesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'modules',
  validateSearch: ModulesAddress,
  search: { middlewares: [stripSearchParams(MODULES_DEFAULTS)] },
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => {
    void context.queryClient.prefetchQuery(modulesQuery(params.projectId, deps));
  },
  component: lazyScreen(() => import('./screens/modules/modules-screen.tsx'), 'ModulesScreen'),
});

const newSubmissionRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'new',
  validateSearch: NewSubmissionAddress,
  component: lazyScreen(() => import('./screens/new-submission/new-submission-screen.tsx'), 'NewSubmissionScreen'),
});

const objectsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'objects',
  validateSearch: ObjectsAddress,
  search: { middlewares: [stripSearchParams(OBJECTS_DEFAULTS)] },
  component: lazyScreen(() => import('./screens/objects/objects-screen.tsx'), 'ObjectsScreen'),
});

const activityRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'activity',
  validateSearch: ActivityAddress,
  component: lazyScreen(() => import('./screens/activity/activity-screen.tsx'), 'ActivityScreen'),
});

const entryRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'activity/$id',
  component: lazyScreen(() => import('./screens/entry/entry-screen.tsx'), 'EntryScreen'),
});

const connectionRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: 'connection',
  component: lazyScreen(() => import('./screens/connection/connection-screen.tsx'), 'ConnectionScreen'),
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  projectRoute.addChildren([
    projectHomeRoute,
    groupsRoute,
    groupRoute,
    ungroupedRoute,
    modulesRoute,
    newSubmissionRoute,
    objectsRoute,
    activityRoute,
    entryRoute,
    connectionRoute,
  ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    // Freshness is the query client's business.
    defaultPreloadStaleTime: 0,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ErrorScreen,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
