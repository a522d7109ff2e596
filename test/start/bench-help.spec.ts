import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { scripts: Record<string, string> };
const benches = Object.entries(scripts).flatMap(([script, command]) => {
  const file = /node (dist\/bench\/\S+)/.exec(command)?.[1];
  return file === undefined ? [] : [{ script, file }];
});

// As `npm run bench:… -- --help` does it, after its build.
it.each(benches)('npm run $script tells what it measures, and measures nothing', ({ script, file }) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, '--help'], { cwd: ROOT, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.startsWith(`\`npm run ${script}\``)).toBe(true);
  expect(stdout).not.toContain('*/');
});
