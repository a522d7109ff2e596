#!/usr/bin/env node
// The command line of a clone: installs and builds what is missing, as npm start does.
import { ensureBuilt, ensureInstalled, requireNode } from './prepare.mjs';

// Standard output is for what the command says: somebody may read it as JSON.
const log = console.log;
console.log = console.error;
requireNode();
await ensureInstalled();
await ensureBuilt();
console.log = log;
await import('../dist/apps/cli/src/main.js');
