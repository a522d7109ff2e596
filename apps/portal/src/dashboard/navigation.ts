/** The links of the frame, in the order of the eye. A new page gets one row here and one in `routes.tsx`. */
export const NAVIGATION = [
  { to: '/', label: 'overview' },
  { to: '/organizations', label: 'organizations' },
  { to: '/directories', label: 'directories' },
  { to: '/endpoints', label: 'endpoints' },
  { to: '/deliveries', label: 'deliveries' },
  { to: '/events', label: 'events' },
  { to: '/replays', label: 'replays' },
  { to: '/deprovisionings', label: 'deprovisionings' },
  { to: '/queues', label: 'queues' },
  { to: '/keys', label: 'keys' },
  { to: '/roles', label: 'roles' },
  { to: '/audit', label: 'audit' },
  { to: '/portal-settings', label: 'portalSettings' },
] as const;

/** Whether a page belongs to a link: `/endpoints/ep_1` to `/endpoints`. */
export const belongsTo = (path: string, to: string): boolean =>
  to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`);
