import { describe, expect, it } from 'vitest';
import { explainFailure } from './explain-failure.js';

describe('explainFailure', () => {
  it.each([
    [{ isAxiosError: true, message: 'Request failed', response: { status: 401 }, config: { data: 's3cret' } }, '401'],
    [{ httpStatus: 403, message: '[permission_denied] no' }, 'SCALEKIT_CLIENT_SECRET'],
    [{ code: '28P01', message: 'password authentication failed for user "x"' }, 'refuses the password'],
    [{ code: '42P01', message: 'relation "jackson_store" does not exist' }, 'POLIS_DATABASE_URL'],
    [{ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:1' }, 'connect ECONNREFUSED 127.0.0.1:1'],
    [{ code: 'ECONNREFUSED', message: '' }, 'ECONNREFUSED'],
    [new Error('the power is gone'), 'the power is gone'],
  ])('%j', (error, words) => {
    expect(explainFailure(error)).toContain(words);
    expect(explainFailure(error)).not.toContain('s3cret');
  });
});
