// `npm run demo`: as `npm start`, with two simulated identity providers and a receiver that prints what it gets.
import { ensureBuilt, ensureInstalled, fail, requireNode } from './prepare.mjs';

const given = process.argv.slice(2);
const unknown = given.find((argument) => !['--fast', '--pulled', '--help', '-h'].includes(argument));

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
  console.log(`Usage: npm run demo [-- --fast --pulled]   (or node scripts/demo.mjs [--fast] [--pulled])

Starts Rollcall as npm start does, on the same data, and then shows it at work: a simulated Okta and a simulated
Microsoft Entra ID push 50 people and 6 groups over SCIM, each in its own dialect, while people join, move and leave.
A webhook receiver verifies the signature of every event and prints it. Then the receiver fails for some seconds: nothing
is lost, and a person who leaves overtakes the events that wait. A summary follows, and Rollcall keeps running.

  --fast     without pauses: about ten seconds instead of forty
  --pulled   also a simulated HiBob that pushes nothing: Rollcall reads its 12 people, also when a listing is cut or empty
  --help     this text

The demo's organization is called Acme. The next run deletes it and creates it again; nothing else is touched. Ctrl-C
deletes the demo's webhook endpoint.
The environment variables are those of npm start (npm start -- --help), except ROLLCALL_ALLOW_PRIVATE_ENDPOINTS, which the
demo sets to true because its receiver listens on this machine, and with --pulled ROLLCALL_ALLOW_PRIVATE_SOURCES. NO_COLOR switches colours off.`);
}
