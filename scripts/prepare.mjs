// What every script needs before it can do its work: the right Node, installed packages, a current build.
// Plain JavaScript without dependencies: on a fresh clone nothing else is there yet.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const SIGNALS = ['SIGINT', 'SIGTERM'];
const OLDEST_NODE = [20, 19];

/** Ends the process with one line when this Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(`Rollcall needs Node.js ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

/** Installs what package-lock.json says when node_modules is missing or older than it. */
export async function ensureInstalled() {
  const installed = modified(join(root, 'node_modules/.package-lock.json'));
  if (installed !== undefined && installed >= modified(join(root, 'package-lock.json'))) return;
  // Development packages too, whatever NODE_ENV says: the compiler is one of them.
  await step('Installing packages', npm(), [...npmArguments(), 'ci', '--include=dev', '--no-audit', '--no-fund']);
}

/** Compiles when dist was not made from exactly these sources. */
export async function ensureBuilt() {
  if (modified(stamp) !== undefined && readFileSync(stamp, 'utf8') === hashOfSources()) return;
  await step('Building', process.execPath, [join(root, 'scripts/build.mjs')]);
}

const stamp = join(root, 'dist/.sources');

/** Notes that dist was made from these sources. */
export function stampBuild(sources) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, sources);
}

export function fail(line) {
  console.error(line);
  process.exit(1);
}

// The npm that started this script, where there is one: PATH may lead to another.
const npm = () => (process.env.npm_execpath ? process.execPath : 'npm');
const npmArguments = () => (process.env.npm_execpath ? [process.env.npm_execpath] : []);

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs;

const SOURCE = /\.(?:tsx?|json|css|html|md|js)$/;

export function hashOfSources() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'package.json', 'tsconfig.json', 'tsconfig.build.json']) add(file);
  // The guides are built into the portal.
  for (const directory of ['apps', 'libs', 'packages/client/src', 'docs/idp']) {
    for (const file of readdirSync(join(root, directory), { recursive: true }).sort()) {
      if (SOURCE.test(file) && !file.endsWith('.spec.ts')) add(join(directory, file));
    }
  }
  return hash.digest('hex');

  function add(file) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
}

/** Runs a command quietly, saying every few seconds that it still runs; prints its output when it fails. */
async function step(label, command, args) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  console.log(`${label} …`);
  const ticker = setInterval(() => console.log(`${label} … ${seconds()} s`), 5000);
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = (signal) => {
    child.kill(signal);
    process.exit(1);
  };
  for (const signal of SIGNALS) process.once(signal, stop);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', resolve);
  });
  clearInterval(ticker);
  for (const signal of SIGNALS) process.off(signal, stop);
  if (code !== 0) {
    process.stderr.write(output);
    fail(`${label} failed (${code}).`);
  }
  console.log(`${label}: done in ${seconds()} s`);
}
