/** How long each request held the loop in three runs of the checks, in milliseconds of the processor: the median, on the machine of docs/performance.md. */
export const EXPECTED_MS: Record<string, number> = {
  'a group of as many members as fit': 29,
  'a mapping of REST': 20,
  'an unknown field of REST': 18,
  'a page of SCIM': 13,
  'a page of REST': 26,
  'a page of the feed': 35,
  'a page of a snapshot': 12,
  'a group of 100,000 members by GET': 12,
  'a group of 100,000 members by a list': 12,
  'a group of 100,000 members by a search': 12,
  'a group of 100,000 members by PUT': 10,
  'a group of 100,000 members by PATCH': 10,
  '80,000 names in one object': 4,
  '80 objects of 1,000 names': 4,
  '49 objects of 1,000 names in extensions': 32,
  '49 objects of 1,000 names inside of one attribute': 22,
  '1,990 dotted names': 18,
  '1,990 URNs with an attribute': 28,
  '1,990 URNs of many parts': 19,
  'a name of 1 MiB of colons': 7,
  '100 schemas of 5 KB and 1,900 URNs': 12,
  'a text of 1 MiB beyond ASCII': 10,
  'a userName of 1 MiB beyond ASCII': 12,
  'e-mail addresses of 5 KB beyond ASCII': 31,
  'escapes in every name': 24,
  blanks: 4,
  'blanks before a mistake': 8,
  'a mistake at the end': 9,
  'PATCH of 500 value filters': 13,
  'PATCH of 500 lists to add': 29,
  'PATCH of 500 lists to remove': 29,
  'PATCH of 500 lists to remove, each entry of other names': 31,
  'PATCH of 500 names of an extension': 19,
  'PATCH of 500 objects to merge': 26,
  'PATCH of 500 sub-attributes of every value': 10,
  'PATCH of 16,000 operations': 29,
  'PATCH of 16,000 words on active': 28,
  'PATCH of 16,000 members by filter': 13,
  'PATCH of a filter that is too deep': 8,
  'a search for 40,000 names': 9,
  'a search for 100 names of 10 KB': 8,
  'a filter of 1 MiB': 8,
  'Bulk of 1,000 creates that fail': 9,
  'Bulk with 15,000 references': 10,
  'Bulk whose first operation refers to all others': 22,
  'Bulk of 400 greedy PATCHes': 10,
};

/** What docs/security.md promises of a request of at most 1 MiB. */
const PROMISED_MS = 50;
/** Less than this is noise. */
const LEAST_MS = 12;
/** Less than three times, more than what a busy machine adds. */
const MOST_TIMES = 2.5;

/** The most that the request may hold the loop: what was promised, and never much more than it did. */
export function mostMs(name: string): number {
  const expected = EXPECTED_MS[name];
  if (expected === undefined) return PROMISED_MS;
  return Math.min(Math.max(LEAST_MS, MOST_TIMES * expected), PROMISED_MS);
}
