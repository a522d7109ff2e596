/** PostgreSQL's codes that people can do something about. */
const DATABASE: Record<string, string> = {
  '28P01': 'the database refuses the password',
  '28000': 'the database refuses the user',
  '3D000': 'the database does not exist',
  '42P01': 'this database does not have the tables of Ory Polis: check POLIS_DATABASE_URL',
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
