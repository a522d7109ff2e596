import { expect, it } from 'vitest';
import { throttling } from './throttling.js';

it.each([
  [{ grpcStatus: 8, message: '[resource_exhausted] slow down' }, null],
  [{ grpcStatus: 14, message: '[unavailable] HTTP 429' }, null],
  [{ grpcStatus: 14, message: '[unavailable] connect ECONNREFUSED 127.0.0.1:1' }, undefined],
  [{ grpcStatus: 14, message: '[unavailable] getaddrinfo ENOTFOUND nope.invalid' }, undefined],
  [{ grpcStatus: 5, message: '[not_found] no' }, undefined],
  [undefined, undefined],
])('%j', (error, wait) => expect(throttling(error)).toBe(wait));
