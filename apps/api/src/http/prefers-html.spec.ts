import { expect, it } from 'vitest';
import { prefersHtml } from './prefers-html.js';

it.each<[string | undefined, boolean]>([
  ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', true],
  ['Text/HTML; q=0.8, */*;q=0.1', true],
  ['application/json, text/html', true],
  [undefined, false],
  ['', false],
  ['*/*', false],
  ['text/*', false],
  ['application/json', false],
  ['application/json, text/html;q=0.5, */*;q=0.1', false],
  ['text/html;q=0', false],
  ['text/html;q=many', false],
])('Accept: %s asks for HTML: %s', (accept, expected) => {
  expect(prefersHtml(accept)).toBe(expected);
});
