import { expect, it } from 'vitest';
import { nodeSupportWarning } from './node-support.js';

it('warns from the day after the last one on', () => {
  expect(nodeSupportWarning('v20.19.0', new Date('2026-04-30T23:59:59Z'))).toBeUndefined();
  expect(nodeSupportWarning('v20.19.0', new Date('2026-05-01T00:00:00Z'))).toBe(
    'Node 20 has had no security fixes since 2026-04-30. Run Rollcall on a newer version of Node.',
  );
});

it('says nothing of a version that is newer than its table', () => {
  expect(nodeSupportWarning('v99.0.0', new Date('2040-01-01T00:00:00Z'))).toBeUndefined();
});
