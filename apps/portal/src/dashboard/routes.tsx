import { createRootRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { directoryRoutes } from '../directory/directory-routes';
import { DashboardDirectory } from './dashboard-directory';
import { DashboardFrame } from './dashboard-frame';

const root = createRootRoute();

const signIn = createRoute({
  getParentRoute: () => root,
  path: 'sign-in',
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page'), 'SignInPage'),
});

/** Every page but signing in needs a session. */
const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: DashboardFrame });

const organizations = createRoute({
  getParentRoute: () => frame,
  path: 'organizations',
  component: lazyRouteComponent(() => import('./organizations/organizations-page'), 'OrganizationsPage'),
});

const directory = createRoute({
  getParentRoute: () => frame,
  path: 'organizations/$org/directories/$dir',
  component: DashboardDirectory,
});

export const dashboardRoutes = root.addChildren([
  signIn,
  frame.addChildren([organizations, directory.addChildren(directoryRoutes(directory))]),
]);
