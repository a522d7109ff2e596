import { ConnectorError, type ConnectorErrorCode } from '../connector-error.js';

/** What to do about each kind of refusal, in the words of one source. */
export interface Hints {
  /** The name of the source as people know it. */
  source: string;
  credentials: string;
  permission: string;
  notFound: string;
}

/** An answer with an unexpected status as an error. The body is left out: it may hold people's data. */
export function answerError(status: number, hints: Hints): ConnectorError {
  const { source } = hints;
  const error = (code: ConnectorErrorCode, message: string, hint: string) =>
    new ConnectorError({ code, message, hint });
  const later = 'Nothing needs to be done; the next sync tries again.';
  if (status === 401) return error('credentials_rejected', `${source} refuses the credentials.`, hints.credentials);
  if (status === 403) return error('permission_missing', `${source} does not allow this request.`, hints.permission);
  if (status === 404 || status === 410)
    return error('not_found', `${source} has nothing at this address.`, hints.notFound);
  if (status === 429) return error('rate_limited', `${source} is asked too often.`, later);
  if (status >= 500) return error('source_unavailable', `${source} answers ${status}.`, later);
  return error('malformed_answer', `${source} answers ${status}, which was not expected.`, hints.notFound);
}

/** A body that says less than it should. Nobody is deactivated because of it. */
export const incomplete = (source: string, what: string): ConnectorError =>
  new ConnectorError({
    code: 'incomplete_listing',
    message: `The listing of ${source} is incomplete: ${what}.`,
    hint: 'Nothing needs to be done; the next sync tries again, and nobody is deactivated because of this one.',
  });

export const malformed = (source: string, what: string, hint: string): ConnectorError =>
  new ConnectorError({ code: 'malformed_answer', message: `${source} sends ${what}.`, hint });
