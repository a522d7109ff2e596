import { describe, expect, it } from 'vitest';
import { changedFields, fromStored, replaced, rowsOf, toBody, withPreset } from './mapping';

const email = fromStored({ key: 'email', map_to: ['emails.value', 'userName'], transforms: ['lower'], missing: 0 });
const preset = [
  { key: 'email', map_to: 'emails.value', provider_attribute: 'email' },
  { key: 'title', map_to: 'title', provider_attribute: 'title' },
];

describe('a mapping', () => {
  it('is sent as it came', () => {
    expect(toBody([email])).toEqual([{ key: 'email', map_to: ['emails.value', 'userName'], transforms: ['lower'] }]);
    expect(toBody([fromStored({ key: 'x', map_to: 'y', default: 0, missing: 1 })])).toEqual([
      { key: 'x', map_to: 'y', default: 0 },
    ]);
  });

  it('shows what the preset says of fields without a rule', () => {
    expect(rowsOf([email], preset).map(({ key, own }) => [key, own])).toEqual([
      ['email', true],
      ['title', false],
    ]);
  });

  it('keeps custom attributes when it takes the preset', () => {
    const badge = fromStored({ key: 'custom_attributes.badge', map_to: 'badge', missing: 0 });
    const keys = withPreset([email, badge], preset).map(({ key, sources }) => [key, sources.join()]);
    expect(keys).toEqual([
      ['email', 'emails.value'],
      ['title', 'title'],
      ['custom_attributes.badge', 'badge'],
    ]);
  });

  it('knows which fields changed', () => {
    const other = { ...email, fallback: 'x' };
    expect(changedFields([email], replaced([email], other))).toEqual(['email']);
    expect(changedFields([email], [])).toEqual(['email']);
    expect(changedFields([email], [email])).toEqual([]);
  });
});
