import { validateSync, Validate } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { mergeHeaders } from './endpoint-headers.js';
import { IsHeaders } from './is-headers.js';

class Input {
  @Validate(IsHeaders)
  headers: unknown;

  constructor(headers: unknown) {
    this.headers = headers;
  }
}

const problem = (headers: unknown) =>
  validateSync(new Input(headers)).flatMap(({ constraints }) => Object.values(constraints ?? {}))[0];

describe('custom headers', () => {
  it('take names and visible values', () => {
    expect(problem({ 'x-api-key': 'a b', Authorization: 'Bearer x' })).toBeUndefined();
    expect(problem({})).toBeUndefined();
  });

  it.each(['Webhook-Id', 'content-type', 'HOST', 'connection', 'transfer-encoding', 'User-Agent'])(
    'never override %s',
    (name) => {
      expect(problem({ [name]: 'x' })).toContain(name);
    },
  );

  it.each([[[]], ['x'], [{ 'a b': 'x' }], [{ a: 'x\r\ny: z' }], [{ a: '' }], [{ a: 7 }], [{ a: 'x', A: 'y' }]])(
    'refuse %j',
    (headers) => {
      expect(problem(headers)).toEqual(expect.any(String));
    },
  );
});

describe('mergeHeaders', () => {
  it('keeps what comes back masked, and drops what was never there', () => {
    expect(mergeHeaders({ a: '••••', b: 'new', c: '••••' }, { a: 'old', d: 'gone' })).toEqual({ a: 'old', b: 'new' });
  });
});
