/** The parts of the portal that a link can be limited to. */
export const PORTAL_SECTIONS = ['setup', 'users', 'requests', 'mapping', 'roles', 'settings', 'syncs'] as const;
export type PortalSection = (typeof PORTAL_SECTIONS)[number];

/** By handler: the sections that open its route. Any one of them does. */
export type OpenedBy = Record<string, readonly PortalSection[]>;

export const OPENED_BY = 'rollcall:portal-sections';
