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

const directory = createRoute({ getParentRoute: () => root, path: 'd/$dir', component: PortalDirectory });

export const portalRoutes = root.addChildren([home, directory.addChildren(directoryRoutes(directory))]);
