import { basename, dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { roomViolations } from './rooms.js';

/** A file of the repository: its path from the root, and its text. */
export interface SourceFile {
  path: string;
  text: string;
}

/** Which of our own packages each may import: the whole picture of who knows whom. */
export const ARROWS: Record<string, readonly string[]> = {
  'libs/scim': [],
  'libs/webhooks': [],
  'libs/ssf': [],
  'libs/mail': [],
  'libs/config': [],
  // Simulated identity providers, their people, and words for the events that come of them.
  'libs/simulation': [],
  'libs/log': [],
  'libs/postgres': [],
  'libs/queue': ['config', 'postgres'],
  'libs/directory': ['scim', 'ssf', 'mail'],
  'libs/connectors': ['scim', 'directory', 'webhooks'],
  'libs/delivery': ['directory', 'webhooks', 'ssf'],
  'libs/persistence': ['directory', 'delivery', 'connectors', 'mail', 'webhooks', 'ssf', 'scim', 'config', 'postgres'],
  'apps/api': [
    'postgres',
    'scim',
    'directory',
    'delivery',
    'mail',
    'webhooks',
    'ssf',
    'connectors',
    'persistence',
    'queue',
    'config',
    'log',
    'simulation',
  ],
  'apps/worker': [
    'scim',
    'directory',
    'delivery',
    'mail',
    'webhooks',
    'ssf',
    'connectors',
    'persistence',
    'queue',
    'config',
    'log',
  ],
  'apps/rollcall': ['config', 'persistence', 'queue', 'log'],
  'apps/demo': ['config', 'simulation'],
  'apps/importer': ['scim', 'directory', 'webhooks', 'persistence', 'config'],
  'apps/agent': ['scim', 'directory', 'connectors', 'delivery', 'webhooks'],
  'packages/client': [],
  'apps/portal': ['client'],
  'apps/cli': ['client', 'webhooks', 'config', 'simulation'],
};

/** The only files that another app may import, by who does. */
const APP_ARROWS: Record<string, readonly string[]> = {
  'apps/rollcall': ['apps/api/src/main.js', 'apps/worker/src/main.js'],
  'apps/demo': [
    'apps/rollcall/src/main.js',
    'apps/rollcall/src/generated-secrets.js',
    'apps/rollcall/src/postgres/free-port.js',
    'apps/rollcall/src/sign-in-link.js',
    'apps/rollcall/src/terminal.js',
  ],
  'apps/agent': ['apps/rollcall/src/process-start.js'],
  'apps/cli': [
    'apps/agent/src/index.js',
    'apps/agent/src/source-names.js',
    'apps/agent/src/small-heap.js',
    'apps/importer/src/command.js',
    'apps/importer/src/index.js',
    'apps/rollcall/src/running-database.js',
    'apps/rollcall/src/running-rollcall.js',
  ],
};

/** Framework-free: these packages, and what Node brings, are all they may know. */
const PACKAGES: Record<string, readonly string[]> = {
  'libs/scim': [],
  'libs/webhooks': ['undici', 'ipaddr.js'],
  'libs/ssf': [],
  'libs/mail': ['nodemailer'],
  'libs/directory': ['ulid'],
  'libs/delivery': [],
  'libs/connectors': ['undici', 'ldapts', 'jose', 'csv-parse'],
  'libs/postgres': ['pg'],
  'libs/simulation': ['undici'],
  'packages/client': [],
};

/** Their time and their chance come from outside: no clock, no timer, nothing of Node. */
const TIMELESS = ['libs/delivery'];
const TIME = /\b(?:Date\.now|performance\.|Math\.random|new Date\(\)|set(?:Timeout|Interval|Immediate)\()/;

const LONGEST_FILE = 400;
const FORBIDDEN_NOUNS = ['utils', 'util', 'common', 'helpers', 'helper', 'base', 'manager'];

/** Everything that breaks a rule, one line each. */
export function violations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => [
    ...nameViolations(file),
    ...lengthViolations(file),
    ...importViolations(file),
    ...roomViolations(file.path, imports(file)),
    ...timeViolations(file),
  ]);
}

const isTest = ({ path }: SourceFile): boolean => path.endsWith('.spec.ts');

/** The last word is the noun: `common-attributes` is RFC 7643 §3.1, `common` is a drawer. */
const nameViolations = ({ path }: SourceFile): string[] =>
  path
    .split('/')
    .map((segment) => segment.split('.')[0]!.split('-').at(-1)!)
    .filter((noun) => FORBIDDEN_NOUNS.includes(noun))
    .map((noun) => `${path}: the name "${noun}" says nothing about what is in it`);

function lengthViolations(file: SourceFile): string[] {
  const lines = file.text.split('\n').length - 1;
  return lines > LONGEST_FILE && !isTest(file) ? [`${file.path}: ${lines} lines are more than one file`] : [];
}

function timeViolations(file: SourceFile): string[] {
  if (isTest(file) || !TIMELESS.some((owner) => file.path.startsWith(`${owner}/`))) return [];
  const found = TIME.exec(file.text)?.[0] ?? imports(file).find((name) => name.startsWith('node:'));
  return found === undefined ? [] : [`${file.path}: time and chance come from outside, not from ${found}`];
}

function importViolations(file: SourceFile): string[] {
  const owner = /^(?:libs|apps|packages)\/[^/]+/.exec(file.path)?.[0];
  if (owner === undefined) return [];
  const arrows = ARROWS[owner];
  if (arrows === undefined) return [`${file.path}: ${owner} is not in the table of arrows`];
  return imports(file).flatMap((name) => {
    if (name.startsWith('#')) return arrows.includes(name.slice(1)) ? [] : [`${file.path}: no arrow to ${name}`];
    if (name.startsWith('.')) return relativeViolations(file, owner, name);
    return isTest(file) ? [] : packageViolations(file, owner, name);
  });
}

function relativeViolations({ path }: SourceFile, owner: string, name: string): string[] {
  const target = normalize(join(dirname(path), name));
  const stays = target.startsWith(`${owner}/`) || (APP_ARROWS[owner] ?? []).includes(target);
  return stays ? [] : [`${path}: ${name} leaves ${owner}`];
}

function packageViolations({ path }: SourceFile, owner: string, name: string): string[] {
  if (name.startsWith('node:')) return [];
  const root = name.split('/', name.startsWith('@') ? 2 : 1).join('/');
  const allowed = PACKAGES[owner];
  if (allowed && !allowed.includes(root))
    return [`${path}: ${basename(owner)} is framework-free and may not know ${root}`];
  return owner.startsWith('libs/') && root.startsWith('@nestjs') ? [`${path}: only apps know ${root}`] : [];
}

/** Static, dynamic and type-only imports alike: an arrow is an arrow. */
const imports = ({ text }: SourceFile): string[] =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
