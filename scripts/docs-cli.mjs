// Writes the reference in docs/cli.md from the help of the command line (run after a build).
import { readFileSync, writeFileSync } from 'node:fs';
import { COMMANDS } from '../dist/apps/cli/src/commands.js';
import { withReference } from '../dist/apps/cli/src/reference.js';

const page = new URL('../docs/cli.md', import.meta.url);
writeFileSync(page, withReference(readFileSync(page, 'utf8'), COMMANDS));
console.log('Wrote docs/cli.md');
