// Loaded into the attacked process: writes for how long its loop was held at most since the last SIGUSR2, in time of the processor, so that
// what else runs on the machine does not count.
const { readFileSync, writeFileSync, renameSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const file = process.env.LOOP_PROBE_FILE;
/** Of the thread that has the process's own id: the nanoseconds that it ran. */
const OWN_TIME = `/proc/self/task/${process.pid}/schedstat`;

function processorTime() {
  return Number(readFileSync(OWN_TIME, 'latin1').split(' ', 1)[0]) / 1e6;
}

let longest = 0;
let previous;
function look() {
  const now = processorTime();
  if (previous !== undefined) longest = Math.max(longest, now - previous);
  previous = now;
}

function take() {
  const taken = longest;
  longest = 0;
  return taken;
}

let read = take;
try {
  look();
  // One round of the loop at least between two looks.
  setInterval(look, 1).unref();
} catch {
  // Not on Linux: the time on the clock, which others take from us as well.
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  read = () => {
    const { max } = histogram;
    histogram.reset();
    return max / 1e6;
  };
}

process.on('SIGUSR2', () => {
  writeFileSync(`${file}.new`, String(read()));
  renameSync(`${file}.new`, file);
});
