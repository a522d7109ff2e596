import { describe, expect, it } from 'vitest';
import { pageOfId } from './jump';

describe('pageOfId', () => {
  it.each([
    ['org_1', '/organizations/org_1'],
    [' dlv_01K ', '/deliveries/dlv_01K'],
    ['evt_01K', '/events/evt_01K'],
    ['ep_01K', '/endpoints/ep_01K'],
  ])('leads %s to its page', (id, page) => expect(pageOfId(id)).toBe(page));

  it.each(['Megasoft', 'org_', 'org_1/../x', 'constructor_1', ''])('takes "%s" for no id', (text) =>
    expect(pageOfId(text)).toBeUndefined(),
  );
});
