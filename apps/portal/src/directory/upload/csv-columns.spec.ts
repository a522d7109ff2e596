import { describe, expect, it } from 'vitest';
import { columnsSetting, headersOf, suggestedField } from './csv-columns';

describe('the columns of a file', () => {
  it.each([
    ['id,email\n1,a', ['id', 'email']],
    ['\ufeffid;E Mail\r\n', ['id', 'E Mail']],
    ['"a, ""b""",id\n', ['a, "b"', 'id']],
    ['a\tb', ['a', 'b']],
  ])('are read from %j', (text, headers) => expect(headersOf(text)).toEqual(headers));

  it('are recognised by their names', () => {
    expect(suggestedField('Given Name')).toBe('given_name');
    expect(suggestedField('work_mail')).toBe('');
  });

  it('are sent only where a name does not say it', () => {
    expect(columnsSetting({ id: 'id', Email: 'email', other: '' })).toBeUndefined();
    expect(columnsSetting({ id: 'id', work_mail: 'email' })).toEqual({ id: 'id', email: 'work_mail' });
  });
});
