// `npm run build`: compiles, builds the pages, and notes from which sources, so that npm start and npx rollcall need not do it again.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildPortal } from './build-portal.mjs';
import { hashOfSources, root, stampBuild } from './prepare.mjs';

// Before the compiler reads them: what somebody saves meanwhile is built the next time.
const sources = hashOfSources();
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
if (status === 0) {
  const { lines, complaints } = await buildPortal();
  for (const line of [...lines, ...complaints]) console.log(line);
  if (complaints.length === 0) stampBuild(sources);
  else process.exitCode = 1;
}
