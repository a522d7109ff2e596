import { ConnectorError } from '../connector-error.js';
import { type HttpSource, type SourceRequest, type StreamedAnswer } from '../source-ports.js';
import { answerError, type Hints, incomplete } from './answer-error.js';
import { IncompleteJsonError, jsonRecords } from './json-records.js';
import { recordsOf } from './record-value.js';

/** A listing of 100,000 people takes its time. */
const LISTING_TIMEOUT_MS = 15 * 60_000;
/** The largest report that Workday gives out. */
const MOST_LISTING_BYTES = 2 * 1024 ** 3;

/**
 * The records of the array `key` of an answer that holds a whole listing, in lists of `size`; the answer is never held
 * whole. @param key several, where sources differ in how they write it
 * @throws ConnectorError `incomplete_listing` unless the text is complete
 */
export async function* streamedRecords(
  http: HttpSource,
  request: SourceRequest,
  key: string | readonly string[],
  hints: Hints,
  size = 500,
): AsyncGenerator<Record<string, unknown>[]> {
  const answer = await http.stream({ timeoutMs: LISTING_TIMEOUT_MS, maxBytes: MOST_LISTING_BYTES, ...request });
  if (answer.status !== 200) {
    await discard(answer);
    throw answerError(answer.status, hints);
  }
  const records: Record<string, unknown>[] = [];
  try {
    for await (const read of jsonRecords(answer.body, ...[key].flat())) {
      records.push(...recordsOf(read));
      while (records.length >= size) yield records.splice(0, size);
    }
  } catch (error) {
    if (error instanceof IncompleteJsonError) throw incomplete(hints.source, error.message);
    throw error;
  }
  if (records.length > 0) yield records;
}

/** A stream must be ended; what a refusal says is not needed. */
async function discard({ body }: StreamedAnswer): Promise<void> {
  try {
    for await (const _ of body) break;
  } catch (error) {
    // The status has said enough.
    if (!(error instanceof ConnectorError)) throw error;
  }
}
