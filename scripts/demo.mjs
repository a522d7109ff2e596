// `npm run demo`: as `npm start`, with two simulated identity providers and a receiver that prints what it gets.
import { ensureBuilt, ensureInstalled, fail, requireNode } from './prepare.mjs';

const given = process.argv.slice(2);
const unknown = given.find((argument) => !['--fast', '--help', '-h'].includes(argument));

if (given.includes('--help') || given.includes('-h')) {
  printHelp();
} else {
  if (unknown !== undefined) fail(`Unknown option ${unknown}; npm run demo -- --help lists them.`);
  requireNode();
  await ensureInstalled();
  await ensureBuilt();
  // In this process: whoever signals it signals the launcher, too.
  await import('../dist/apps/demo/src/main.js');
}

function printHelp() {
  console.log(`Usage: npm run demo [-- --fast]   (or node scripts/demo.mjs [--fast])

Starts Rollcall as npm start does, on the same data, and then shows it at work: a simulated Okta and a simulated
Microsoft Entra ID push 50 people and 6 groups over SCIM, each in its own dialect, while people join, move and leave.
A webhook receiver verifies the signature of every event and prints it. A summary follows, and Rollcall keeps running.

  --fast     without pauses: seconds instead of half a minute
  --help     this text

The demo's organization is called Acme. Another run deletes it and starts it anew; nothing else is touched.
The environment variables are those of npm start (npm start -- --help), but for ROLLCALL_ALLOW_PRIVATE_ENDPOINTS, which the
demo sets to true: its receiver listens on this machine.`);
}
