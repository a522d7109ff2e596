import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  type RouteComponent,
} from '@tanstack/react-router';
import { directoryRoutes } from '../directory/directory-routes';
import { NotFound } from '../parts/not-found';
import { DashboardDirectory } from './dashboard-directory';
import { DashboardFrame } from './dashboard-frame';

const lazyPage = <Name extends string>(load: () => Promise<Record<Name, RouteComponent>>, name: Name) =>
  lazyRouteComponent(load as never, name as never) as RouteComponent;

const root = createRootRoute();

const signIn = createRoute({
  getParentRoute: () => root,
  path: 'sign-in',
  component: lazyPage(() => import('./sign-in/sign-in-page'), 'SignInPage'),
});

/** Every page but signing in needs a session. */
const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: DashboardFrame });

const page = (path: string, component: RouteComponent, below: AnyRoute = frame) =>
  createRoute({ getParentRoute: () => below, path, component });

const overview = page(
  '/',
  lazyPage(() => import('./overview/overview-page'), 'OverviewPage'),
);
const organizations = page(
  'organizations',
  lazyPage(() => import('./organizations/organizations-page'), 'OrganizationsPage'),
);
const connect = page(
  'organizations/$org/connect',
  lazyPage(() => import('./organizations/connect-directory-page'), 'ConnectDirectoryPage'),
);
const organization = page(
  'organizations/$org',
  lazyPage(() => import('./organizations/organization-layout'), 'OrganizationLayout'),
);
const organizationTabs = [
  page(
    '/',
    lazyPage(() => import('./organizations/organization-directories'), 'OrganizationDirectories'),
    organization,
  ),
  page(
    'portal',
    lazyPage(() => import('./organizations/organization-portal'), 'OrganizationPortal'),
    organization,
  ),
  page(
    'endpoints',
    lazyPage(() => import('./organizations/organization-endpoints'), 'OrganizationEndpoints'),
    organization,
  ),
  page(
    'events',
    lazyPage(() => import('./organizations/organization-events'), 'OrganizationEvents'),
    organization,
  ),
  page(
    'mail',
    lazyPage(() => import('./organizations/organization-mail'), 'OrganizationMail'),
    organization,
  ),
  page(
    'settings',
    lazyPage(() => import('./organizations/organization-settings'), 'OrganizationSettings'),
    organization,
  ),
];

const directory = page('organizations/$org/directories/$dir', DashboardDirectory);
const simulator = lazyPage(() => import('./simulator/simulator-page'), 'SimulatorPage');

const endpoint = page(
  'endpoints/$endpoint',
  lazyPage(() => import('./endpoints/endpoint-layout'), 'EndpointLayout'),
);
const endpointDeliveries = createRoute({
  getParentRoute: () => endpoint,
  id: 'deliveries',
  component: lazyPage(() => import('./endpoints/endpoint-deliveries'), 'EndpointDeliveries'),
});
const deliveryPanel = lazyPage(() => import('./deliveries/delivery-panel'), 'DeliveryPanel');
const endpointTabs = [
  endpointDeliveries.addChildren([
    page('/', () => null, endpointDeliveries),
    page('deliveries/$delivery', deliveryPanel, endpointDeliveries),
  ]),
  page(
    'health',
    lazyPage(() => import('./endpoints/endpoint-health'), 'EndpointHealth'),
    endpoint,
  ),
  page(
    'secret',
    lazyPage(() => import('./endpoints/endpoint-secret'), 'EndpointSecret'),
    endpoint,
  ),
  page(
    'settings',
    lazyPage(() => import('./endpoints/endpoint-settings'), 'EndpointSettings'),
    endpoint,
  ),
];

const deliveries = page(
  'deliveries',
  lazyPage(() => import('./deliveries/deliveries-page'), 'DeliveriesPage'),
);
const events = page(
  'events',
  lazyPage(() => import('./events/events-page'), 'EventsPage'),
);
const eventPanel = lazyPage(() => import('./events/event-panel'), 'EventPanel');

export const dashboardRoutes = root.addChildren([
  signIn,
  frame.addChildren([
    overview,
    organizations,
    connect,
    organization.addChildren(organizationTabs),
    directory.addChildren(directoryRoutes(directory, [['simulator', simulator]])),
    page(
      'directories',
      lazyPage(() => import('./directories/directories-page'), 'DirectoriesPage'),
    ),
    page(
      'endpoints',
      lazyPage(() => import('./endpoints/endpoints-page'), 'EndpointsPage'),
    ),
    endpoint.addChildren(endpointTabs),
    deliveries.addChildren([page('$delivery', deliveryPanel, deliveries)]),
    events.addChildren([page('$event', eventPanel, events)]),
    page(
      'replays',
      lazyPage(() => import('./replays/replays-page'), 'ReplaysPage'),
    ),
    page(
      'deprovisionings',
      lazyPage(() => import('./deprovisionings/deprovisionings-page'), 'DeprovisioningsPage'),
    ),
    page(
      'queues',
      lazyPage(() => import('./queues/queues-page'), 'QueuesPage'),
    ),
    page(
      'keys',
      lazyPage(() => import('./keys/keys-page'), 'KeysPage'),
    ),
    page(
      'roles',
      lazyPage(() => import('./roles/roles-page'), 'RolesPage'),
    ),
    page(
      'audit',
      lazyPage(() => import('./audit/audit-page'), 'AuditPage'),
    ),
    page(
      'portal-settings',
      lazyPage(() => import('./portal-settings/portal-settings-page'), 'PortalSettingsPage'),
    ),
    page(
      'inboxes/$inbox',
      lazyPage(() => import('./inboxes/inbox-page'), 'InboxPage'),
    ),
    // An address that is no page keeps the frame around it.
    page('$', NotFound),
  ]),
]);
