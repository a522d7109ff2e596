import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { DirectoryLayout } from './directory-layout';

/** The pages of a directory, below whichever route knows the directory. Each page is a chunk of its own. */
export function directoryRoutes<Parent extends AnyRoute>(parent: Parent) {
  const layout = createRoute({ getParentRoute: () => parent, id: 'directory', component: DirectoryLayout });
  const page = (path: string, load: () => Promise<Record<string, unknown>>, name: string, below: AnyRoute = layout) =>
    createRoute({
      getParentRoute: () => below,
      path,
      component: lazyRouteComponent(load as () => Promise<Record<string, never>>, name),
    });
  const users = page('users', () => import('./users/users-page'), 'UsersPage');
  return [layout.addChildren([users.addChildren([])])];
}
