/**
 * What receivers answered to the deliveries of `events` (a relation with the column `id`). Of a security event token the error of the
 * attempt is in the receiver's own words, too (RFC 8935 §2.3).
 */
export function forgetAnswers(events: string): string {
  return `UPDATE attempts a SET response_headers = NULL, response_body = NULL,
      error = CASE WHEN a.status = 400 AND a.error IS NOT NULL THEN 'the receiver refused; its words were erased' ELSE a.error END
    FROM ${events} g JOIN all_deliveries d ON d.event_id = g.id WHERE a.delivery_id = d.id`;
}
