import { ConnectorError } from '../connector-error.js';

/** A body that ended before it was complete. */
const INCOMPLETE = new Set([
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_RESPONSE',
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

export function isIncomplete(error: unknown): boolean {
  return INCOMPLETE.has(codeOf(error)) || (error instanceof Error && /Parser/.test(error.name));
}

/** Why no answer came, in words that help. The error's own message stays inside: it may quote what was sent. */
export function connectionError(error: unknown, host: string, isLate: boolean): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const cause = error instanceof Error && error.cause instanceof ConnectorError ? error.cause : undefined;
  if (cause !== undefined) return cause;
  const code = codeOf(error);
  if (isLate || /TIMEOUT|ETIMEDOUT/.test(code)) {
    return new ConnectorError({
      code: 'timeout',
      message: `${host} did not answer in time.`,
      hint: 'Check that the address is right and that no firewall is in the way.',
      cause: error,
    });
  }
  const isTls = /CERT|SSL|TLS|EPROTO|UNABLE_TO_/.test(code);
  return new ConnectorError({
    code: 'source_unreachable',
    message: isTls
      ? `No secure connection to ${host} can be made (${code}).`
      : `${host} cannot be reached (${code || 'no connection'}).`,
    hint: isTls
      ? 'Check the certificate of the source, and the CA certificate in the settings where it has one of its own.'
      : 'Check that the address is right and that no firewall is in the way.',
    cause: error,
  });
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
