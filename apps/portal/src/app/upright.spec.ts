import { describe, expect, it } from 'vitest';
import { upright } from './upright';

describe('upright', () => {
  it('takes out what turns a sentence round, and keeps joiners', () => {
    expect(upright('Organization \u202egpj.\u2066x was\u200b created.\n')).toBe('Organization gpj.x was created.');
    expect(upright('می\u200cخواهم')).toBe('می\u200cخواهم');
  });

  it('ends where nobody reads on', () => {
    expect(upright('x'.repeat(100_000))).toBe(`${'x'.repeat(400)}…`);
  });
});
