import { describe, expect, it } from 'vitest';
import { readCommand, UsageError } from './command.js';

const SCALEKIT = {
  SCALEKIT_ENVIRONMENT_URL: 'https://acme.example',
  SCALEKIT_CLIENT_ID: 'skc_1',
  SCALEKIT_CLIENT_SECRET: 'secret',
};

describe('readCommand', () => {
  it('is help where help is asked for', () => {
    expect(readCommand(['--help'], {})).toBeUndefined();
    expect(readCommand(['scalekit', '-h'], {})).toBeUndefined();
  });

  it.each<[string, string[], NodeJS.ProcessEnv, string]>([
    ['no source', [], {}, 'scalekit or polis'],
    ['an unknown one', ['okta'], {}, 'scalekit or polis'],
    ['a word too many', ['scalekit', 'polis'], SCALEKIT, 'one word too many'],
    ['an unknown option', ['scalekit', '--force'], SCALEKIT, '--force'],
    ['no credentials', ['scalekit'], { ...SCALEKIT, SCALEKIT_CLIENT_SECRET: '' }, 'set SCALEKIT_CLIENT_SECRET'],
    ['an address that is none', ['scalekit'], { ...SCALEKIT, SCALEKIT_ENVIRONMENT_URL: 'acme' }, 'must be an http'],
    ['a database that is none', ['polis'], { POLIS_DATABASE_URL: 'polis' }, 'must be a postgres'],
    ['no Polis', ['polis'], {}, 'POLIS_DATABASE_URL'],
    ['no products', ['polis'], { POLIS_URL: 'https://polis.example', POLIS_API_KEY: 'x' }, 'set POLIS_PRODUCTS'],
    ['secrets for nobody to see', ['scalekit', '--new-secrets'], SCALEKIT, '--report'],
  ])('refuses %s', (_what, args, env, message) => {
    const read = (): unknown => readCommand(args, env);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });

  it('takes what is complete', () => {
    expect(readCommand(['scalekit', '--new-secrets', '--dry-run'], SCALEKIT)?.reportFile).toBeUndefined();
    expect(readCommand(['polis', '--report', 'r.json'], { POLIS_DATABASE_URL: 'postgres://x' })?.reportFile).toBe(
      'r.json',
    );
  });
});
