import { expect, it } from 'vitest';
import { regionCode } from './region-code.js';

it.each([
  ['us', 'US'],
  ['eu', 'EU'],
  ['ap-south', 'ap-south'],
])('the region %s reads %s', (label, code) => expect(regionCode(label)).toBe(code));
