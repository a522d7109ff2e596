import { type Policy } from './leaving-policy';

/** What stands in the form. */
export interface PolicyDraft {
  onDeactivate: Policy['on_deactivate'];
  departure: Policy['departure'];
  attribute: string;
  timeZone: string;
  holdAbove: string;
  reviewPercent: string;
  reviewCount: string;
}

export const draftOf = (policy: Policy): PolicyDraft => ({
  onDeactivate: policy.on_deactivate,
  departure: policy.departure,
  attribute: policy.departure_attribute ?? '',
  timeZone: policy.time_zone,
  holdAbove: policy.hold ? String(policy.mass_leave_limit) : '',
  reviewPercent: String(policy.sync_review.percent),
  reviewCount: String(policy.sync_review.count),
});

/** The whole policy: what this form has no field for stays as it is stored, as the api replaces everything. */
export function bodyOf(stored: Policy, draft: PolicyDraft) {
  const attribute = draft.attribute.trim();
  const held = draft.holdAbove.trim();
  return {
    on_deactivate: draft.onDeactivate,
    departure: draft.departure,
    departure_attribute: attribute === '' ? null : attribute,
    time_zone: draft.timeZone.trim() || 'UTC',
    notify: stored.notify,
    retention_days: stored.retention_days,
    mass_leave_limit: held === '' ? stored.mass_leave_limit : Number(held),
    hold: held !== '',
    sync_review: { percent: Number(draft.reviewPercent), count: Number(draft.reviewCount) },
  };
}

export type Wrong = Partial<Record<'attribute' | 'holdAbove' | 'reviewPercent' | 'reviewCount', true>>;

/** The fields that cannot be sent as they are. */
export function wrongFields({ departure, attribute, holdAbove, reviewPercent, reviewCount }: PolicyDraft): Wrong {
  const held = holdAbove.trim();
  return {
    ...(departure === 'graceful' && attribute.trim() === '' && { attribute: true }),
    ...(held !== '' && !(isWhole(held, 9_999_999) && Number(held) > 0) && { holdAbove: true }),
    ...(!isWhole(reviewPercent, 100) && { reviewPercent: true }),
    ...(!isWhole(reviewCount, 1_000_000) && { reviewCount: true }),
  };
}

const isWhole = (text: string, most: number): boolean => /^\d{1,7}$/.test(text.trim()) && Number(text) <= most;
