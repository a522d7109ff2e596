import { expect, it } from 'vitest';
import { RollcallError } from '#client';
import { explainError } from './explain-error.js';

const lines = (message: string, facts: Partial<ConstructorParameters<typeof RollcallError>[1]>) =>
  explainError(new RollcallError(message, { errorCode: 'RESOURCE_NOT_FOUND', ...facts }), 'rollcall orgs get').lines;

it('puts the request behind the sentence', () => {
  const message = 'GET /api/v1/organizations:external/a%3A%20b: Organization not found: a: b.';
  expect(lines(message, { status: 404, requestId: 'req_1' })).toEqual([
    'Organization not found: a: b.',
    'Request: GET /api/v1/organizations:external/a%3A%20b',
    'Request id: req_1',
  ]);
  expect(lines('apiKey is missing', {})).toEqual(['apiKey is missing']);
});

it('sets a field apart from what is wrong with it', () => {
  const violation = { field: 'url', description: 'the URL must start with https://' };
  expect(lines('POST /api/v1/webhook_endpoints: wrong', { fieldViolations: [violation, violation] })).toEqual([
    'Rollcall refused the request:',
    '  url: the URL must start with https://',
    'Request: POST /api/v1/webhook_endpoints',
  ]);
});
