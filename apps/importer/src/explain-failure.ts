/** PostgreSQL's codes that people can do something about. */
const DATABASE: Record<string, string> = {
  '28P01': 'a database refuses the password',
  '28000': 'a database refuses the user',
  '3D000': 'there is no such database',
  '42P01': 'this database has not the tables of Ory Polis: is POLIS_DATABASE_URL the right one?',
};

interface Failure {
  message?: unknown;
  code?: unknown;
  /** Of the source's SDK. */
  httpStatus?: unknown;
  /** Of the request for its access token. */
  isAxiosError?: unknown;
  response?: { status?: unknown };
}

/**
 * Why an import ended, in words for the person who started it. Never the error as a whole: those of HTTP clients carry the request with
 * its credentials.
 */
export function explainFailure(error: unknown): string {
  const { message, code, httpStatus, isAxiosError, response } = (error ?? {}) as Failure;
  const status = isAxiosError === true ? response?.status : httpStatus;
  if (status === 401 || status === 403)
    return `the source answers ${status}: are its credentials (SCALEKIT_CLIENT_ID, SCALEKIT_CLIENT_SECRET) right?`;
  if (typeof code === 'string' && DATABASE[code] !== undefined) return `${DATABASE[code]} (${String(message)})`;
  return typeof message === 'string' && message !== '' ? message : String(code ?? error);
}
