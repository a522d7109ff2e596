import { spend } from '#scim';
import { MOST_CHARACTERS } from './projection-budget.js';

/** What a mapping may do to a text before it is shown; anything that is no text passes unchanged. */
const TRANSFORMS: Record<string, (text: string) => string> = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
  collapse_spaces: (text) => text.replace(/\s+/g, ' ').trim(),
  /** `ada LOVELACE` -> `Ada Lovelace` */
  title_case: (text) =>
    text
      .toLowerCase()
      .replace(/(^|[\s'-])(\p{L})/gu, (_match, gap: string, letter: string) => gap + letter.toUpperCase()),
  /** `ada@example.com` -> `ada` */
  local_part: (text) => text.replace(/@[^@]*$/, ''),
  /** `ada@example.com` -> `example.com` */
  domain: (text) => text.slice(text.lastIndexOf('@') + 1),
  /** `+1 (555) 010-99` -> `155501099` */
  digits: (text) => text.replace(/\D+/g, ''),
};

export const TRANSFORM_NAMES = Object.keys(TRANSFORMS);

export function isTransform(name: unknown): name is string {
  return typeof name === 'string' && Object.hasOwn(TRANSFORMS, name);
}

export function transform(value: unknown, names: readonly string[]): unknown {
  // A text of that length is no name and no address: it passes unchanged, and so is not cut without a word.
  if (typeof value !== 'string' || value.length > MOST_CHARACTERS) return value;
  return names.reduce((text, name) => {
    spend(1 + (text.length >> 4));
    return TRANSFORMS[name]!(text);
  }, value);
}
