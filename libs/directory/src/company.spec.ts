import { expect, it } from 'vitest';
import { Company } from './company.js';

it('is had while another one has sent lately', () => {
  const company = new Company(100);
  company.note('busy', 0);
  expect(company.has('busy', 0)).toBe(false);
  expect(company.has('quiet', 99)).toBe(true);
  company.note('quiet', 50);
  company.note('busy', 60);
  company.note('busy', 140);
  expect(company.has('busy', 149)).toBe(true);
  expect(company.has('busy', 150)).toBe(false);
  // Whoever else sent counts, whether or not they are the latest.
  expect(company.has('quiet', 239)).toBe(true);
  expect(company.has('quiet', 240)).toBe(false);
});
