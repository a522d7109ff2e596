import { type AnyRoute, createRoute, lazyRouteComponent, type RouteComponent } from '@tanstack/react-router';
import { DirectoryLayout } from './directory-layout';

const lazyPage = <Name extends string>(load: () => Promise<Record<Name, RouteComponent>>, name: Name) =>
  lazyRouteComponent(load as never, name as never) as RouteComponent;

/**
 * The pages of a directory, below whichever route knows the directory. Each page is a chunk of its own.
 * `more` are tabs that only one face has.
 */
export function directoryRoutes<Parent extends AnyRoute>(
  parent: Parent,
  more: readonly (readonly [path: string, component: RouteComponent])[] = [],
) {
  const layout = createRoute({ getParentRoute: () => parent, id: 'tabs', component: DirectoryLayout });
  const page = (path: string, component: RouteComponent, below: AnyRoute = layout) =>
    createRoute({ getParentRoute: () => below, path, component });

  const users = page(
    'users',
    lazyPage(() => import('./users/users-page'), 'UsersPage'),
  );
  const groups = page(
    'groups',
    lazyPage(() => import('./groups/groups-page'), 'GroupsPage'),
  );
  const requests = page(
    'requests',
    lazyPage(() => import('./requests/requests-page'), 'RequestsPage'),
  );
  return [
    page(
      'setup/$step',
      lazyPage(() => import('./set-up/set-up-page'), 'SetUpPage'),
      parent,
    ),
    layout.addChildren([
      page(
        '/',
        lazyPage(() => import('./overview/overview-page'), 'OverviewPage'),
      ),
      users.addChildren([
        page(
          '$user',
          lazyPage(() => import('./users/user-panel'), 'UserPanel'),
          users,
        ),
      ]),
      groups.addChildren([
        page(
          '$group',
          lazyPage(() => import('./groups/group-panel'), 'GroupPanel'),
          groups,
        ),
      ]),
      requests.addChildren([
        page(
          '$request',
          lazyPage(() => import('./requests/request-panel'), 'RequestPanel'),
          requests,
        ),
      ]),
      page(
        'syncs',
        lazyPage(() => import('./syncs/syncs-page'), 'SyncsPage'),
      ),
      page(
        'syncs/$sync',
        lazyPage(() => import('./syncs/sync-page'), 'SyncPage'),
      ),
      page(
        'upload',
        lazyPage(() => import('./upload/upload-page'), 'UploadPage'),
      ),
      page(
        'mapping',
        lazyPage(() => import('./mapping/mapping-page'), 'MappingPage'),
      ),
      page(
        'roles',
        lazyPage(() => import('./roles/roles-page'), 'RolesPage'),
      ),
      page(
        'settings',
        lazyPage(() => import('./settings/settings-page'), 'SettingsPage'),
      ),
      page(
        'held',
        lazyPage(() => import('./held/held-page'), 'HeldPage'),
      ),
      ...more.map(([path, component]) => page(path, component)),
    ]),
  ];
}
