// `npm start`: from a fresh clone to a running broker.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, requireNode, root } from './prepare.mjs';

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  printHelp();
} else {
  requireNode();
  await ensureInstalled();
  await ensureBuilt();
  // In this process: whoever signals it signals the launcher.
  await import('../dist/apps/rollcall/src/main.js');
}

function printHelp() {
  const variables = readFileSync(join(root, '.env.example'), 'utf8').matchAll(/^# (.+)\n#([A-Z_]+)=(.*)$/gm);
  console.log(`Usage: npm start   (or node scripts/start.mjs)

Installs what is missing, builds, and runs Rollcall: without DATABASE_URL on an embedded PostgreSQL.
Configuration is by environment variables:
`);
  for (const [, about, name, fallback] of variables) {
    console.log(`  ${name.padEnd(34)}${about}${fallback && ` Default: ${fallback}`}`);
  }
}
