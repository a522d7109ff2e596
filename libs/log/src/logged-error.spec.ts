import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { LOG_OPTIONS } from './create-logger.js';
import { loggedError } from './logged-error.js';

const ANN = 'ann@megasoft.example';

/** As `pg` makes them: DatabaseError with the fields of the protocol. */
const databaseError = () =>
  Object.assign(new Error(`duplicate key value ${ANN}`), {
    code: '23505',
    severity: 'ERROR',
    detail: `Key (user_name)=(${ANN}) already exists.`,
    where: `COPY users, line 1: "${ANN}"`,
    table: 'users',
    constraint: 'users_user_name_key',
  });

const queryFailed = () =>
  Object.assign(new Error(`duplicate key value ${ANN}`), {
    query: 'INSERT INTO users …',
    parameters: [ANN],
    driverError: databaseError(),
  });

function written(error: unknown): string {
  let line = '';
  const logger = pino(LOG_OPTIONS, { write: (text: string) => void (line += text) });
  logger.error({ err: error }, 'request failed');
  logger.error({ err: error });
  if (error instanceof Error) logger.error(error);
  logger.child({ requestId: 'x' }).error({ err: error }, 'request failed');
  return line;
}

describe('an error in the log', () => {
  it.each([
    ['of the database', databaseError],
    ['of the database, wrapped by TypeORM', queryFailed],
    ['that a database error caused', () => new Error('no user was stored', { cause: databaseError() })],
    ['of several', () => new AggregateError([databaseError(), queryFailed()], 'two')],
    ['with a body hung on', () => Object.assign(new Error('refused'), { body: { userName: ANN } })],
    ['that is none', () => ({ userName: ANN })],
  ])('%s tells no personal data', (_which, make) => {
    const line = written(make());
    expect(line).not.toContain('ann@');
  });

  it('of the database tells code, table, constraint and where it was', () => {
    expect(loggedError(queryFailed())).toEqual({
      type: 'Error',
      message: 'the database answered 23505',
      code: '23505',
      table: 'users',
      constraint: 'users_user_name_key',
      stack: expect.stringMatching(/^ {4}at /),
    });
  });

  it('of any other kind tells its message and its cause', () => {
    const error = new Error('the queue is away', {
      cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
    });
    expect(loggedError(error)).toMatchObject({
      message: 'the queue is away',
      cause: { message: 'refused', code: 'ECONNREFUSED' },
    });
  });

  it('ends where errors name each other', () => {
    const error: Error & { cause?: unknown } = new Error('round');
    error.cause = error;
    expect(JSON.stringify(loggedError(error)).length).toBeLessThan(20_000);
  });
});
