import { spend } from '../limits/work-budget.js';
import { CASE_FOLDINGS, WIDTH_MAPPINGS } from './character-mappings.js';

const BEYOND_ASCII = /[^\0-\x7F]/;
const HAS_WIDTH = /[\u3000\uFF01-\uFFEE]/;

/**
 * The key under which a text is compared where RFC 7643 says that case does not matter: `userName`, a group's `displayName`, e-mail
 * addresses. Two texts that people take for the same have one key: width variants, canonical variants (composed and decomposed letters)
 * and case variants are one, and blanks at the ends do not count. The text itself stays as sent.
 *
 * The key follows RFC 8265 (UsernameCaseMapped) but for two things. Full case folding stands in for lower case, which depends on the place of
 * a sigma and leaves `ẞ` and `SS` apart. And nothing is refused: identity providers send what they like.
 * PostgreSQL has the same as `comparison_key(text)`; a test holds the two together.
 */
export function comparisonKey(text: string): string {
  return foldText(text).trim();
}

/** The key of a text without regard to its ends. */
export function foldText(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase();
  // Folded character by character.
  spend(text.length >> 2);
  const plain = HAS_WIDTH.test(text) ? mapped(text, WIDTH_MAPPINGS) : text;
  return mapped(plain.normalize('NFD'), CASE_FOLDINGS).normalize('NFC');
}

/**
 * A filter's literal as it is compared with keys. A part of a text keeps its blanks, but at the ends that the operator ties to the ends
 * of the text.
 */
export function literalKey(operator: string, literal: string): string {
  const folded = foldText(literal);
  switch (operator) {
    case 'co':
      return folded;
    case 'sw':
      return folded.trimStart();
    case 'ew':
      return folded.trimEnd();
    default:
      return folded.trim();
  }
}

function mapped(text: string, table: ReadonlyMap<string, string>): string {
  let result = '';
  for (const character of text) result += table.get(character) ?? character;
  return result;
}
