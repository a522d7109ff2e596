import { writeFileSync } from 'node:fs';
import { assertServiceEnvironment, EnvironmentError, loadEnvironment } from '#config';
import { readCommand, USAGE, UsageError } from './command.js';
import { explainFailure, progressLine, reportText, waitLine } from './index.js';

/** On a terminal a line that changes; in a log one every so often. */
const LOG_EVERY_MS = 10_000;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const command = readCommand(process.argv.slice(2), process.env);
    if (command === undefined) {
      console.log(USAGE);
      return 0;
    }
    const environment = loadEnvironment();
    assertServiceEnvironment(environment);
    const stopping = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
    let shown = 0;
    const report = await command.run(environment, {
      signal: stopping.signal,
      onWait: (ms) => process.stderr.write(`\n${waitLine(ms)}\n`),
      onProgress: (progress) => {
        if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${progressLine(progress)}`);
        else if (Date.now() - shown >= LOG_EVERY_MS) process.stderr.write(`${progressLine(progress)}\n`);
        else return;
        shown = Date.now();
      },
    });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    // It may hold secrets.
    if (command.reportFile !== undefined) {
      writeFileSync(command.reportFile, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
    }
    console.log(reportText(report));
    return report.finished ? 0 : 3;
  } catch (error) {
    if (error instanceof UsageError) console.error(`${error.message}\n\n${USAGE}`);
    else if (error instanceof EnvironmentError) console.error(error.message);
    else console.error(`${explainFailure(error)}\nRun it again to go on where it ended.`);
    return error instanceof UsageError || error instanceof EnvironmentError ? 2 : 1;
  }
}
