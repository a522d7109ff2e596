import { type components } from '#client';

/** Whose portal this is, and how long it stays open. */
export type PortalSession = components['schemas']['PortalSessionAnswer'];
