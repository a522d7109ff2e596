import { createRootRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { directoryRoutes } from '../directory/directory-routes';
import { PortalDirectory } from './portal-directory';
import { PortalFrame } from './portal-frame';

const root = createRootRoute({ component: PortalFrame });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./directories/directories-page'), 'DirectoriesPage'),
});

const chooseProvider = createRoute({
  getParentRoute: () => root,
  path: 'new',
  component: lazyRouteComponent(() => import('./choose-provider/choose-provider-page'), 'ChooseProviderPage'),
});

const activity = createRoute({
  getParentRoute: () => root,
  path: 'activity',
  component: lazyRouteComponent(() => import('./activity/activity-page'), 'ActivityPage'),
});

const invite = createRoute({
  getParentRoute: () => root,
  path: 'invite',
  component: lazyRouteComponent(() => import('./invite/invite-page'), 'InvitePage'),
});

const directory = createRoute({ getParentRoute: () => root, path: 'd/$dir', component: PortalDirectory });

export const portalRoutes = root.addChildren([
  home,
  chooseProvider,
  activity,
  invite,
  directory.addChildren(directoryRoutes(directory)),
]);
