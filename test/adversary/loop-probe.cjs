// Loaded into the attacked process: writes for how long its loop was held at most since the last SIGUSR2.
const { writeFileSync, renameSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const file = process.env.LOOP_PROBE_FILE;
const histogram = monitorEventLoopDelay({ resolution: 1 });
histogram.enable();
process.on('SIGUSR2', () => {
  writeFileSync(`${file}.new`, String(histogram.max / 1e6));
  renameSync(`${file}.new`, file);
  histogram.reset();
});
