import { describe, expect, it } from 'vitest';
import { mendRaw } from './mend-raw.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('mendRaw', () => {
  it('puts what was patched by its URN over what was there', () => {
    const raw = {
      userName: 'bob',
      [ENTERPRISE]: { department: 'Sales', costCenter: '7' },
      'urn:ietf:params:scim:schemas:extension:enterprise:2': { '0:User:department': 'Legal' },
    };
    expect(mendRaw(raw)).toEqual({ userName: 'bob', [ENTERPRISE]: { department: 'Legal', costCenter: '7' } });
  });

  it('makes the extension where there was none', () => {
    const raw = { 'urn:example:custom:1': { '0:User:badge': 7, '0:User:desk': 'A' } };
    expect(mendRaw(raw)).toEqual({ 'urn:example:custom:1.0:User': { badge: 7, desk: 'A' } });
  });

  it('leaves everything else as it is', () => {
    const raw = { [ENTERPRISE]: { department: 'Sales' }, name: { '0:User:x': 1 }, 'urn:example': { '0:x': 1 } };
    expect(mendRaw(raw)).toEqual(raw);
    const hostile = JSON.parse('{"__proto__": {"userName": "root"}}') as Record<string, unknown>;
    expect(mendRaw(hostile)['userName']).toBeUndefined();
  });
});
