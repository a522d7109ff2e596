#!/usr/bin/env node
// The command line of a clone: installs and builds what is missing, as npm start does.
import { setFlagsFromString } from 'node:v8';
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';

// As apps/agent/src/small-heap.ts, which may not be built yet: reading all sources makes the heap grow.
if (process.argv.includes('agent'))
  for (const flag of ['--heap-growing-percent=20', '--semi-space-growth-factor=1']) setFlagsFromString(flag);

// Standard output is for what the command says: somebody may read it as JSON.
const log = console.log;
console.log = console.error;
requireNode();
await ensureInstalled();
await ensureBuilt();
console.log = log;
await import('../dist/apps/cli/src/main.js');
