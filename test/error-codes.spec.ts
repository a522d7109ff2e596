import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../apps/api/src/http/error-codes.js';

/** `| CODE | HTTP | gRPC |` of docs/errors.md; what comes after is for people. */
const documented = [
  ...readFileSync('docs/errors.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \| (\d{3})[^|]*\| (\d+) \|/gm),
].map(([, code, status, grpc]) => [code, { status: Number(status), grpc: Number(grpc) }]);

describe('docs/errors.md', () => {
  it('has every error code that the API knows, and no other', () => {
    expect(documented).toEqual(Object.entries(ERROR_CODES));
  });
});
