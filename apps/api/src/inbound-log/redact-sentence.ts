import { isKnownText, OUR_ID } from './known-words.js';

/** An error of ours is shorter; what is longer repeats what was sent. */
const MAX_LENGTH = 1_000;

/**
 * A sentence of ours without what the request said: of quoted texts only SCIM's own words and our ids stay, and no e-mail address
 * does. Quotes inside of quotes cannot be told apart: everything from the first unknown text to the last quote is masked.
 * Linear in the sentence: it is cut first, and each character is looked at a fixed number of times.
 */
export function redactSentence(text: string): string {
  // PostgreSQL stores neither of them, and a sentence that it refuses takes other entries of the log with it.
  return maskAddresses(maskQuotes(cut(text)))
    .toWellFormed()
    .replaceAll('\0', '\uFFFD');
}

/** At a blank, so that no address loses the part by which it is known for one. */
function cut(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  const end = text.lastIndexOf(' ', MAX_LENGTH);
  return `${text.slice(0, Math.max(end, 0))} …`;
}

function maskQuotes(text: string): string {
  const parts = text.split('"');
  // Every second part stands between quotes; the last one is open where a quote is missing.
  const first = parts.findIndex((part, index) => index % 2 === 1 && !isPath(part) && !isOurs(part));
  const last = parts.length - 1;
  const kept = (first === -1 ? parts : parts.slice(0, first)).map((part, index) =>
    index % 2 === 1 && isPath(part) && !OUR_ID.test(part) ? maskWords(part) : part,
  );
  if (first === -1) return kept.join('"');
  return `${kept.join('"')}"***"${last > first && last % 2 === 0 ? parts[last] : ''}`;
}

/** A text of one word or of several with dots and colons between them has neither quotes nor values in it. */
const isPath = (quoted: string): boolean => /^[\w.:$-]{1,200}$/.test(quoted);

const maskWords = (path: string): string => path.replace(/[\w$-]+/g, (word) => (isKnownText(word) ? word : '***'));

/** A part that ends with a blank is the beginning of a filter, and its value stands outside of these quotes. */
function isOurs(quoted: string): boolean {
  return isKnownText(quoted) && quoted === quoted.trim() && !quoted.includes('[');
}

function maskAddresses(text: string): string {
  return text
    .split(/([\s"'<>(),;]+)/)
    .map((part) => (part.includes('@') ? '***' : part))
    .join('');
}
