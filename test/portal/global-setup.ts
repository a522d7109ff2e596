import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installedChromium } from './chromium.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Builds the pages once when they are older than their sources: the api serves what is in dist. */
export default function setup(): void {
  if (installedChromium() === undefined) {
    if (process.env['CI'] === 'true') throw new Error('CI=true needs chromium, which is not installed');
    console.log('chromium is not installed: tests of the portal in a browser are skipped');
    return;
  }
  const built = join(root, 'dist/portal/index.html');
  const sources = Math.max(...['apps/portal', 'docs/idp', 'packages/client/src/generated'].map(newest));
  if (existsSync(built) && statSync(built).mtimeMs > sources) return;
  const script = "import('./scripts/build-portal.mjs').then(({ buildPortal }) => buildPortal()).then(console.log)";
  const { status, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the pages could not be built: ${stderr}`);
}

function newest(directory: string): number {
  const files = readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' });
  return Math.max(...files.map((file) => statSync(join(root, directory, file)).mtimeMs));
}
