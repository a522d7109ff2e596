import { type components } from '#client';

type Schemas = components['schemas'];

export type Overview = Schemas['OverviewBody'];
export type FirstStep = Schemas['FirstStepBody'];
export type Attention = Schemas['AttentionBody'];

/** The page where somebody can do something about it. */
export function pageOfAttention({ kind, organization_id, directory_id, endpoint_id }: Attention): string {
  if (kind === 'deprovisioning_unacknowledged') return '/deprovisionings';
  if (endpoint_id) return `/endpoints/${endpoint_id}/health`;
  if (organization_id && directory_id) return `/organizations/${organization_id}/directories/${directory_id}`;
  if (organization_id) return `/organizations/${organization_id}`;
  return '/deliveries';
}

/** `97.3 %` of what was tried, and nothing while nothing was tried. */
export function shareDelivered({ delivered, failed_attempts }: Overview['deliveries']): number | null {
  const tried = delivered + failed_attempts;
  return tried === 0 ? null : delivered / tried;
}

export const sumOf = (counts: Record<string, number> | undefined): number =>
  Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
