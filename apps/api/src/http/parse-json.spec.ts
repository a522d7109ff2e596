import { describe, expect, it } from 'vitest';
import { parseJson } from './parse-json.js';

const parse = (text: string) => parseJson(Buffer.from(text));

describe('parseJson', () => {
  it('reads JSON, and nothing as undefined', () => {
    expect(parse('{"a":[1,"\\u0041"]}')).toEqual({ a: [1, 'A'] });
    expect(parse('')).toBeUndefined();
    expect(parse(' \n')).toBeUndefined();
    expect(parse(`${'['.repeat(64)}${']'.repeat(64)}`)).toBeDefined();
  });

  it.each([
    ['{"a":}', 'not valid JSON'],
    ['['.repeat(65), 'nested more than 64'],
    ['{"a":{"b":["\\u0000"]}}', 'a.b[0] contains a NUL'],
    ['{"\\ud800":1}', 'an attribute name contains a lone surrogate'],
    ['{"a":{"__proto__":1}}', '"__proto__" is not allowed'],
    ['{"a":{"\\u005f_proto__":1}}', '"__proto__" is not allowed'],
  ])('refuses %s', (text, message) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ statusCode: 400 }));
    expect(() => parse(text)).toThrow(message);
  });

  it.each([String.raw`\"`, String.raw`\\`, String.raw`\\\"`, '[{:,', '}]'])(
    'takes %s in a text for what it is',
    (inner) => {
      const text = inner.repeat(3_000);
      expect(parse(`{"${text}":["${text}"],"b":""}`)).toEqual(JSON.parse(`{"${text}":["${text}"],"b":""}`));
      expect(() => parse(`{"a":"${text}`)).toThrow('not valid JSON');
      expect(() => parse(`["${text}",${'['.repeat(64)}`)).toThrow('nested more than 64');
    },
  );

  it('leaves text to a reader who looks at it, and no key that reaches a prototype', () => {
    const read = (text: string) => parseJson(Buffer.from(text), false);
    expect(read('{"a":["\\u0000"],"\\ud800":1}')).toEqual({ a: ['\0'], '\ud800': 1 });
    expect(() => read('{"a":"\\u0000","b":{"__proto__":1}}')).toThrow('"__proto__" is not allowed');
  });

  it('refuses invalid UTF-8', () => {
    expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow('UTF-8');
  });

  it('repeats nothing of the body', () => {
    expect(() => parse('{"password":"s3cret" oops}')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('s3cret') }),
    );
  });
});
