import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { answerProblem } from './answer-problem.js';
import { BusyError } from '../http/busy.error.js';

async function answerTo(url: string, error: Error) {
  const app = fastify();
  app.setErrorHandler((problem, request, reply) => answerProblem(problem, request, reply));
  app.get(url, () => Promise.reject(error));
  const reply = await app.inject({ url });
  await app.close();
  return {
    status: reply.statusCode,
    retryAfter: reply.headers['retry-after'],
    body: reply.json<Record<string, unknown>>(),
  };
}

describe('a request that has to be sent again', () => {
  const busy = new BusyError('too many requests are waiting', 5);

  it('is a SCIM error with Retry-After below /directory', async () => {
    const { status, retryAfter, body } = await answerTo('/directory/dir_1/scim/v2/Users', busy);
    expect({ status, retryAfter }).toEqual({ status: 503, retryAfter: '5' });
    expect(body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '503',
      detail: 'too many requests are waiting',
    });
  });

  it('is a problem with Retry-After elsewhere', async () => {
    const { status, retryAfter, body } = await answerTo('/api/v1/organizations', busy);
    expect({ status, retryAfter }).toEqual({ status: 503, retryAfter: '5' });
    expect(body).toMatchObject({ message: 'too many requests are waiting' });
  });
});

it.each([
  ['a statement without an answer', new Error('Query read timeout')],
  ['a deadlock', Object.assign(new Error('deadlock detected'), { code: '40P01' })],
  ['a server that shuts down', Object.assign(new Error('terminating'), { code: '57P01' })],
])('%s is a 503, so that the client comes back', async (_what, error) => {
  expect((await answerTo('/directory/dir_1/scim/v2/Users', error)).status).toBe(503);
});
