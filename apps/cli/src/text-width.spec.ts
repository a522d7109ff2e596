import { expect, it } from 'vitest';
import { padToWidth, textWidth } from './text-width.js';

it.each([
  ['Ada', 3],
  ['山田太郎', 8],
  ['ハナコ', 6],
  ['ﾊﾅｺ', 3],
  ['김철수', 6],
  ['Zoë', 3],
  ['Zoe\u0308', 3],
  ['👩‍💻', 2],
  ['ＡＢ', 4],
  ['\u200b', 0],
  ['Łukasz Żółć', 11],
  ['', 0],
])('%j takes %i cells', (text, width) => {
  expect(textWidth(text)).toBe(width);
  expect(textWidth(padToWidth(text, 12))).toBe(12);
});
