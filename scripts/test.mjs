// `npm test`: the unit, integration, conformance, end-to-end and concurrency tests, ending with one line `N passed, N failed`.
// On a PostgreSQL and a Redis of the distribution, with their default configuration: `npm run test:stock`.
// Arguments go to vitest: `npm test -- test/e2e/scim.spec.ts`; `--project start` runs the tests of `npm start` instead.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, requireNode, root } from './prepare.mjs';

requireNode();
await ensureInstalled();

const given = process.argv.slice(2);
const projects = given.includes('--project')
  ? []
  : ['unit', 'integration', 'conformance', 'e2e', 'concurrency'].flatMap((name) => ['--project', name]);
const directory = mkdtempSync(join(tmpdir(), 'rollcall-report-'));
const report = join(directory, 'report.json');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', ...projects, ...reporters, ...given], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
const code = await new Promise((resolve) => child.once('close', resolve));

const { passed, failed, skipped } = count(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined);
rmSync(directory, { recursive: true });
if (skipped.length > 0) {
  console.log('\nSkipped (a server they need is not installed, or the test says why):');
  for (const name of skipped) console.log(`  ${name}`);
}
// An error outside of any test fails the run, too.
const total = code !== 0 && failed === 0 ? 1 : failed;
console.log(`${passed} passed, ${total} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
process.exitCode = total === 0 ? 0 : 1;

function count(results) {
  if (results === undefined) return { passed: 0, failed: 1, skipped: [] };
  const tests = results.testResults.flatMap((file) => file.assertionResults);
  const brokenFiles = results.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: tests.filter(({ status }) => status === 'failed').length + brokenFiles.length,
    skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName),
  };
}
