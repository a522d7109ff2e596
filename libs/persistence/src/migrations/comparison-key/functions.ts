import { CASE_FOLDINGS, WIDTH_MAPPINGS } from '#scim';

/** `translate` looks at all of its characters for each of the text's: what one script needs is apart from the others. */
const SCRIPTS = [
  ['\u0080', '\u036F'],
  ['\u0370', '\u03FF'],
  ['\u0400', '\u058F'],
  ['\u0590', '\u{10FFFF}'],
] as const;

/** What JavaScript's `trim` takes off, but for the line ends and tabs, which `chr` names. */
const BLANKS =
  '\u0020\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF';

const singles = [...CASE_FOLDINGS].filter(([from, to]) => from > '\u007F' && [...to].length === 1);
const longs = [...CASE_FOLDINGS].filter(([, to]) => [...to].length > 1);

/**
 * `folded(text)` and `comparison_key(text)` are `foldText` and `comparisonKey` of #scim, made of the same tables. PostgreSQL's own
 * lower() depends on the collation of the server; in the collation "C" lower() is about ASCII alone.
 */
export const COMPARISON_KEY_FUNCTIONS = [
  `CREATE FUNCTION folded(given text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    DECLARE
      result text := given;
    BEGIN
      IF octet_length(given) = length(given) THEN
        RETURN lower(given COLLATE "C");
      END IF;
      ${where([...WIDTH_MAPPINGS.keys()].join(''), translated([...WIDTH_MAPPINGS]))}
      result := lower(normalize(result, NFD) COLLATE "C");
      ${SCRIPTS.map(([first, last]) => {
        const own = singles.filter(([from]) => compare(from, first) >= 0 && compare(from, last) <= 0);
        return where(own.map(([from]) => from).join(''), translated(own));
      }).join('\n      ')}
      ${where(longs.map(([from]) => from).join(''), longs.map(([from, to]) => `result := replace(result, ${quote(from)}, ${quote(to)});`).join(' '))}
      RETURN normalize(result, NFC);
    END $$`,
  `CREATE FUNCTION comparison_key(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN btrim(folded(given), concat(chr(9), chr(10), chr(11), chr(12), chr(13), '${BLANKS}'))`,
];

/** The statement for texts that have a character of the class. */
function where(characters: string, statement: string): string {
  return `IF result COLLATE "C" ~ ${quote(`[${characters}]`)} THEN ${statement} END IF;`;
}

function translated(mappings: readonly (readonly [string, string])[]): string {
  const [from, to] = [0, 1].map((side) => mappings.map((mapping) => mapping[side]).join(''));
  return `result := translate(result, ${quote(from!)}, ${quote(to!)});`;
}

function compare(a: string, b: string): number {
  return a.codePointAt(0)! - b.codePointAt(0)!;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
