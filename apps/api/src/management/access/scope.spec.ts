import { describe, expect, it } from 'vitest';
import { grants } from './scope.js';

describe('grants', () => {
  it('includes the lesser scopes and nothing more', () => {
    expect(grants(['admin'], 'read')).toBe(true);
    expect(grants(['write'], 'read')).toBe(true);
    expect(grants(['write'], 'write')).toBe(true);
    expect(grants(['write'], 'admin')).toBe(false);
    expect(grants(['read'], 'write')).toBe(false);
    expect(grants([], 'read')).toBe(false);
  });
});
