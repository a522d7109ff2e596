import { describe, expect, it } from 'vitest';
import { Problem } from '../../http/problem.js';
import { PUSH, readStreamRequest, readVerificationRequest } from './stream-request.js';

const delivery = { method: PUSH, endpoint_url: 'https://receiver.example/events' };

function problemOf(read: () => unknown): Problem {
  try {
    read();
  } catch (error) {
    return error as Problem;
  }
  throw new Error('nothing was refused');
}

describe('readStreamRequest', () => {
  it('reads what is the receiver’s, and nothing else', () => {
    const events_requested = ['https://a.example', 'https://a.example', 'https://b.example'];
    const body = {
      delivery: { ...delivery, authorization_header: 'Bearer x' },
      events_requested,
      description: 'prod',
      stream_id: 'mine',
      aud: 'https://me.example',
    };
    expect(readStreamRequest(body)).toEqual({
      url: delivery.endpoint_url,
      authorizationHeader: 'Bearer x',
      eventsRequested: ['https://a.example', 'https://b.example'],
      description: 'prod',
    });
    expect(readStreamRequest({ delivery })).toMatchObject({ authorizationHeader: undefined, eventsRequested: [] });
  });

  it.each<[unknown, string]>([
    [undefined, 'body'],
    [[], 'body'],
    [{}, 'delivery'],
    [{ delivery: 'push' }, 'delivery'],
    [{ delivery: { ...delivery, method: 'urn:ietf:rfc:8936' } }, 'delivery.method'],
    [{ delivery: { method: PUSH } }, 'delivery.endpoint_url'],
    [{ delivery: { ...delivery, authorization_header: 'a\r\nb: c' } }, 'delivery.authorization_header'],
    [{ delivery: { ...delivery, authorization_header: '' } }, 'delivery.authorization_header'],
    [{ delivery, events_requested: 'all' }, 'events_requested'],
    [{ delivery, events_requested: [7] }, 'events_requested'],
    [{ delivery, events_requested: Array(101).fill('x') }, 'events_requested'],
    [{ delivery, description: {} }, 'description'],
    [{ delivery, description: '\0' }, 'description'],
  ])('refuses %j by the name of %s', (body, field) => {
    const problem = problemOf(() => readStreamRequest(body));
    expect(problem.status).toBe(400);
    expect(problem.violations[0]!.field).toBe(field);
  });
});

describe('readVerificationRequest', () => {
  it('reads the stream and the state', () => {
    expect(readVerificationRequest({ stream_id: 'ep_1', state: 's' })).toEqual({ streamId: 'ep_1', state: 's' });
  });

  it.each<[unknown, string]>([
    [null, 'body'],
    [{}, 'stream_id'],
    [{ stream_id: 'ep_1', state: 7 }, 'state'],
    [{ stream_id: 'ep_1', state: 'x'.repeat(501) }, 'state'],
  ])('refuses %j by the name of %s', (body, field) => {
    expect(problemOf(() => readVerificationRequest(body)).violations[0]!.field).toBe(field);
  });
});
