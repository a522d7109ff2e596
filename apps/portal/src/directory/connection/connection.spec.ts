import { describe, expect, it } from 'vitest';
import { bodyOf, missingFields, valuesOf } from './connection';
import { CONNECTION_FIELDS } from './connection-fields';

const fields = CONNECTION_FIELDS['BAMBOOHR']!;
const stored = {
  provider: 'BAMBOOHR',
  settings: { company_domain: 'acme', groups_from: ['department'], departures: true, extra: 1 },
  secrets_set: ['api_key'],
  schedule: '30m',
  next_sync_at: null,
  last_test: null,
  failing_since: null,
  notification_url: '',
};

describe('the form of a connection', () => {
  it('sends back what it read, without the secret that stays', () => {
    const values = valuesOf(fields, stored);
    expect(bodyOf(fields, values, stored.settings)).toEqual({ settings: stored.settings, secrets: {} });
  });

  it('removes a setting that was emptied', () => {
    const values = { ...valuesOf(fields, stored), departures: '', groups_from: '' };
    expect(bodyOf(fields, values, stored.settings).settings).toEqual({ company_domain: 'acme', extra: 1 });
  });

  it('knows what is missing', () => {
    expect(missingFields(fields, {}, [])).toEqual(['company_domain', 'api_key']);
    expect(missingFields(fields, { company_domain: 'x' }, ['api_key'])).toEqual([]);
  });
});
