import { describe, expect, it } from 'vitest';
import { choicesOf, type Filter, filterValues, isFiltered } from './filter';

const all = { value: '', label: 'All' };
const state: Filter = { name: 'state', label: 'State', kind: 'choice', options: [all, { value: 'ok', label: 'Ok' }] };
const organization: Filter = {
  name: 'organization',
  label: 'Organization',
  kind: 'choice',
  open: true,
  options: [all],
};

describe('the filters of an address', () => {
  it('keep what they offer, and leave aside what nobody offers', () => {
    expect(filterValues([state], { state: 'ok', page: '2' })).toEqual({ state: 'ok' });
    expect(filterValues([state], { state: '<img>' })).toEqual({ state: '' });
  });

  it('keep a value whose choice comes later, or is beyond the first hundred', () => {
    const values = filterValues([organization], { organization: 'org_900' });
    expect(values).toEqual({ organization: 'org_900' });
    expect(isFiltered([organization], values)).toBe(true);
    expect(choicesOf(organization, 'org_900')).toEqual([all, { value: 'org_900', label: 'org_900' }]);
    expect(choicesOf(organization, '')).toEqual([all]);
    expect(choicesOf(state, 'ok')).toEqual(state.options);
  });
});
