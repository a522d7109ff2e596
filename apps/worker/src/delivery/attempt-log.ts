import { type Logger } from '#log';
import { type AttemptReport } from './dispatch-context.js';

/** One wide line per attempt: ids, numbers and words of ours. No payload, no URL, nothing the receiver said. */
export function attemptLog(logger: Logger): (report: AttemptReport) => void {
  return ({ delivery, endpointId, lane, result, recorded }) => {
    logger.info(
      {
        delivery: delivery.id,
        endpoint: endpointId,
        event: delivery.eventId,
        type: delivery.eventType,
        lane,
        attempt: recorded?.attempts,
        status: result.kind === 'response' ? result.status : undefined,
        // Not `error`, which the log keeps for what was thrown.
        reason: result.kind === 'error' ? result.error : undefined,
        durationMs: result.durationMs,
        outcome: recorded?.state ?? 'unrecorded',
        nextAttemptAt: recorded?.nextAttemptAt,
      },
      'attempt',
    );
  };
}
