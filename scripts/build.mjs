// `npm run build`: compiles, and notes from which sources, so that npm start and npx rollcall need not do it again.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { hashOfSources, root, stampBuild } from './prepare.mjs';

// Before the compiler reads them: what somebody saves meanwhile is built the next time.
const sources = hashOfSources();
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (status === 0) stampBuild(sources);
process.exitCode = status ?? 1;
