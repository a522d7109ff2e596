import { isKnownText, OUR_ID } from './known-words.js';

/** An error of ours is shorter; what is longer repeats what was sent. */
const MAX_LENGTH = 1_000;

/**
 * A sentence of ours without what the request said: of quoted texts only SCIM's own words and our ids stay, and no e-mail address
 * does. Quotes inside of quotes cannot be told apart: everything from the first unknown text to the last quote is masked.
 * Linear in the sentence: it is cut first, and each character is looked at a fixed number of times.
 */
export function redactSentence(text: string): string {
  return maskAddresses(maskQuotes(cut(text)));
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
  const first = parts.findIndex((part, index) => index % 2 === 1 && !isOurs(part));
  if (first === -1) return text;
  const last = parts.length - 1;
  const kept = parts.slice(0, first).join('"');
  return `${kept}"***"${last > first && last % 2 === 0 ? parts[last] : ''}`;
}

/** A part that ends with a blank is the beginning of a filter, and its value stands outside of these quotes. */
function isOurs(quoted: string): boolean {
  return OUR_ID.test(quoted) || (isKnownText(quoted) && quoted === quoted.trim() && !quoted.includes('['));
}

function maskAddresses(text: string): string {
  return text
    .split(/([\s"'<>(),;]+)/)
    .map((part) => (part.includes('@') ? '***' : part))
    .join('');
}
