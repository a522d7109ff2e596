import { FENCE } from '../connection/fence.js';

const ERASED_WORDS = 'the receiver refused; its words were erased';

/**
 * What receivers answered to the deliveries of `events` (a relation with the column `id`). Of a security event token the error of the
 * attempt is in the receiver's own words, too (RFC 8935 §2.3).
 */
export function forgetAnswers(events: string): string {
  return `UPDATE attempts a SET response_headers = NULL, response_body = NULL,
      error = CASE WHEN a.status = 400 AND a.error IS NOT NULL THEN '${ERASED_WORDS}' ELSE a.error END
    FROM ${events} g JOIN all_deliveries d ON d.event_id = g.id WHERE a.delivery_id = d.id`;
}

/**
 * SQL: error, headers and body of the attempts of `rows` as they are kept, beside `ofWholeEvents(rows)`. Where the event is gone, or somebody
 * was erased from it while the attempt was under way, the receiver may have answered with what it was sent: nothing of that is kept.
 */
export const keptAnswer = (rows: string): string =>
  `CASE WHEN ${rows}.status = 400 AND ${rows}.error IS NOT NULL AND NOT e.whole THEN '${ERASED_WORDS}' ELSE ${rows}.error END,
      CASE WHEN e.whole THEN ${rows}.headers END, CASE WHEN e.whole THEN ${rows}.body END`;

export const ofWholeEvents = (rows: string): string =>
  `CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM events WHERE id = ${rows}.event_id AND NOT erased) AS whole ${FENCE}) e`;
