import { type Attribute, COMMON_ATTRIBUTES, ENTERPRISE_SCHEMA, GROUP_SCHEMA, USER_SCHEMA } from '#scim';

/** An id that Rollcall issued. */
export const OUR_ID = /^(?:diruser|dirgroup|dir|org)_[A-Za-z0-9_-]{1,32}$/;

const SCHEMAS = [USER_SCHEMA, GROUP_SCHEMA, ENTERPRISE_SCHEMA];

/** The vocabulary of SCIM (RFC 7643, RFC 7644): what a log may show of a request, as these words are nobody's data. */
const KNOWN = new Set(
  [
    'add remove replace Operations op path value Resources Errors detail scimType status',
    'eq ne co sw ew pr gt ge lt le and or not true false null',
    'work home other mobile fax pager direct indirect User Group Users Groups Schemas ResourceTypes Bulk Me search',
    'startIndex count filter attributes excludedAttributes sortBy sortOrder ascending descending cursor',
    'POST PUT PATCH DELETE GET method data version bulkId failOnErrors',
    'directory scim v2 oauth token keys',
    'client_id client_secret grant_type client_credentials scope Bearer Authorization',
  ]
    .flatMap((words) => words.split(' '))
    .concat(SCHEMAS.flatMap(({ id, name }) => [...wordsOf(id), name]))
    .concat([...COMMON_ATTRIBUTES, ...SCHEMAS.flatMap(({ attributes }) => attributes)].flatMap(namesOf))
    .map((word) => word.toLowerCase()),
);

/** Longer than any path that consists of known words. */
const MAX_LENGTH = 200;

/** Whether a text consists of SCIM's own words: `emails.value`, `(`, `eq`, or the URN of a schema. A text with NUL can be stored nowhere. */
export function isKnownText(text: string): boolean {
  return (
    text.length <= MAX_LENGTH && !text.includes('\0') && wordsOf(text).every((word) => KNOWN.has(word.toLowerCase()))
  );
}

/** Letters of every script count as words: only ASCII punctuation and blanks stand between words. */
function wordsOf(text: string): string[] {
  return text.split(/[\x00-\x23\x25-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]+/).filter((word) => word !== '');
}

function namesOf({ name, subAttributes = [] }: Attribute): string[] {
  return [name, ...subAttributes.flatMap(namesOf)];
}
