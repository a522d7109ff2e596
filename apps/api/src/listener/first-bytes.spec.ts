import { expect, it } from 'vitest';
import { protocolOf } from './first-bytes.js';

it.each([
  ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'http2'],
  ['PRI', 'http2'],
  ['PR', undefined],
  ['P', undefined],
  ['', undefined],
  ['PROPFIND / HTTP/1.1', 'http1'],
  ['POST /', 'http1'],
  ['G', 'http1'],
  ['\u0016\u0003\u0001', 'http1'],
])('%j', (text, protocol) => {
  expect(protocolOf(Buffer.from(text, 'latin1'))).toBe(protocol);
});
