import { type Pool } from 'pg';

/** In place of a reason that named somebody whose data was erased. */
export const ERASED_REASON = 'The reason named a person whose data was erased.';

/** Between words. A text without blanks, as in Chinese, is one word. */
const BETWEEN = `'[[:space:][:punct:]]+'`;

const wordsOf = (text: string) =>
  `ARRAY(SELECT word FROM regexp_split_to_table(folded(${text}), ${BETWEEN}) word WHERE octet_length(word) > 1)`;

/** SQL: everybody of the directory $1 among the users $2, with whole names, and the words of the name. */
const THEIRS = `SELECT u.email_keys || ARRAY[comparison_key(u.user_name), comparison_key(u.external_id), comparison_key(u.profile ->> 'name')] AS names,
    ${wordsOf(`concat_ws(' ', u.profile ->> 'given_name', u.profile ->> 'family_name')`)} AS words
  FROM users u WHERE u.directory_id = $1 AND u.id = ANY($2)`;

/** SQL: whether the text names any of them. Somebody of the same name is taken for them: rather too little is kept than too much. */
const names = (text: string) => `EXISTS (SELECT FROM theirs t WHERE t.words && ${wordsOf(text)}
  OR EXISTS (SELECT FROM unnest(t.names) name WHERE octet_length(name) > 2 AND strpos(folded(${text}), name) > 0))`;

/**
 * What people wrote when they decided about leavers, and what a source said of its records, may name anybody: a reason that names one of
 * these users goes, and so do the examples of such a warning. To be done while their records tell the names.
 */
export async function forgetReasons(pool: Pool, directoryId: string, userIds: string[]): Promise<void> {
  const reason = `s.review #>> '{decision,reason}'`;
  const warning = `(SELECT string_agg(example, ' ') FROM jsonb_array_elements_text(w.warning -> 'examples') example)`;
  await pool.query(
    `WITH theirs AS MATERIALIZED (${THEIRS}),
      held AS (UPDATE held_departures h SET reason = $3 WHERE h.directory_id = $1 AND h.reason IS NOT NULL AND ${names('h.reason')}),
      warned AS (
        SELECT s.id, jsonb_agg(CASE WHEN ${names(warning)} THEN w.warning || '{"examples": []}' ELSE w.warning END ORDER BY w.place) AS warnings
        FROM syncs s, jsonb_array_elements(s.warnings) WITH ORDINALITY w (warning, place) WHERE s.directory_id = $1 GROUP BY s.id)
    UPDATE syncs s SET warnings = COALESCE(w.warnings, s.warnings),
      review = CASE WHEN ${names(reason)} THEN jsonb_set(s.review, '{decision,reason}', to_jsonb($3::text)) ELSE s.review END
    FROM syncs o LEFT JOIN warned w ON w.id = o.id
    WHERE o.id = s.id AND s.directory_id = $1 AND (w.warnings <> s.warnings OR ${names(reason)})`,
    [directoryId, userIds, ERASED_REASON],
  );
}

/** Takes the users out of those whom a review shows. How many would leave stays. */
export async function forgetReviewed(pool: Pool, directoryId: string, userIds: string[]): Promise<void> {
  const shown = `jsonb_array_elements(s.review -> 'sample') WITH ORDINALITY p (person, place)`;
  await pool.query(
    `UPDATE syncs s SET review = jsonb_set(s.review, '{sample}',
        (SELECT COALESCE(jsonb_agg(person ORDER BY place), '[]') FROM ${shown} WHERE person ->> 'id' <> ALL ($2)))
      WHERE s.directory_id = $1 AND EXISTS (SELECT FROM ${shown} WHERE person ->> 'id' = ANY ($2))`,
    [directoryId, userIds],
  );
}
