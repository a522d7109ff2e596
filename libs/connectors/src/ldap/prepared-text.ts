import { comparisonKey } from '#scim';

/** RFC 4518 §2.2: soft hyphens, the grapheme joiner, variation selectors, the object replacement character, the zero-width space. */
const NO_CHARACTERS = String.raw`\u00AD\u1806\u034F\u180B-\u180D\uFE00-\uFE0F\uFFFC\u200B`;
/** The same section: what controls, but for what breaks lines. */
const CONTROLS =
  String.raw`\0-\x08\x0E-\x1F\x7F-\x84\x86-\x9F\u06DD\u070F\u180E\u200C-\u200F\u202A-\u202E\u2060-\u2063\u206A-\u206F` +
  String.raw`\uFEFF\uFFF9-\uFFFB\u{1D173}-\u{1D17A}\u{E0001}\u{E0020}-\u{E007F}`;
const MAPPED_TO_NOTHING = new RegExp(`[${NO_CHARACTERS}${CONTROLS}]`, 'gu');
/** Tabulators, line breaks, and every other separator. */
const MAPPED_TO_SPACE = /[\t-\r\x85\p{Z}]/gu;
/** §2.6.1: a space that a mark stands on is none. */
const SPACES = /(?: (?!\p{M}))+/gu;
const PLAIN = /^[\x20-\x7E]*$/;

/**
 * A text in the form in which LDAP servers compare it where case does not matter (RFC 4518 §2.2 to §2.6.1). Where the RFC lets the
 * comparison be undefined (prohibited code points), the text stays as it is.
 */
export function preparedText(text: string): string {
  const mapped = PLAIN.test(text)
    ? text
    : text.replace(MAPPED_TO_NOTHING, '').replace(MAPPED_TO_SPACE, ' ').normalize('NFKC');
  return comparisonKey(mapped.replace(SPACES, ' '));
}
