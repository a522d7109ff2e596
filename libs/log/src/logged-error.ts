/** An error as the log shows it. */
export interface LoggedError {
  type: string;
  message: string;
  stack?: string;
  code?: string;
  table?: string;
  constraint?: string;
  cause?: LoggedError;
  errors?: LoggedError[];
}

/** Errors name each other as their cause; nobody reads further than this. */
const DEEPEST = 3;
const MOST = 5;
const LONGEST = 1_000;

const SQLSTATE = /^[0-9A-Z]{5}$/;

/**
 * What the log says of an error. PostgreSQL quotes rows in `message`, `detail` and `where`, and TypeORM adds the parameters of the
 * statement: of an error of the database the log has the code, the table and the constraint. Of any other error the log has the
 * message and the stack, and no property that somebody hung on the error, such as a request with its body.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'something that is no error was thrown' };
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  const type = error.constructor?.name ?? 'Error';
  const fault = databaseFault(error);
  if (fault !== undefined) {
    return {
      type,
      message: `the database answered ${fault.code}`,
      code: fault.code,
      ...named('table', fault.table),
      ...named('constraint', fault.constraint),
      ...frames(error),
    };
  }
  return {
    type,
    message: error.message.slice(0, LONGEST),
    ...(typeof code === 'string' && { code: code.slice(0, 100) }),
    ...frames(error),
    ...(depth < DEEPEST && cause instanceof Error && { cause: loggedError(cause, depth + 1) }),
    ...(depth < DEEPEST &&
      Array.isArray(errors) && { errors: errors.slice(0, MOST).map((each) => loggedError(each, depth + 1)) }),
  };
}

interface DatabaseFault {
  code: string;
  table?: unknown;
  constraint?: unknown;
}

/** An error of `pg`, or the one inside an error of TypeORM. */
function databaseFault(error: Error): DatabaseFault | undefined {
  const { driverError, query } = error as { driverError?: unknown; query?: unknown };
  const inner = (driverError ?? error) as { code?: unknown; severity?: unknown; table?: unknown; constraint?: unknown };
  const { code, severity, table, constraint } = inner;
  if (typeof code === 'string' && SQLSTATE.test(code) && (severity !== undefined || query !== undefined))
    return { code, table, constraint };
  // An error of TypeORM without a code of the database still quotes the statement.
  return query === undefined ? undefined : { code: typeof code === 'string' ? code : 'without a code' };
}

const named = (name: 'table' | 'constraint', value: unknown): Partial<LoggedError> =>
  typeof value === 'string' ? { [name]: value } : {};

/** Where the error was made, without the first lines, which repeat its message. */
function frames({ stack }: Error): { stack?: string } {
  const at = stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
  return at.length === 0 ? {} : { stack: at.join('\n') };
}
