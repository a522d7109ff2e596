/** What a log line carries; the other fields are facts of its own. */
interface Line {
  level: number;
  time: number;
  app: string;
  msg?: string;
  err?: { message?: string };
  [fact: string]: unknown;
}

const WARN = 40;
const ERROR = 50;
const RED = 31;
const YELLOW = 33;
const DIM = 2;

/** Said by other parts of the line, or of use to a machine only. */
const UNSAID = ['level', 'time', 'app', 'msg', 'err', 'pid', 'hostname', 'requestId', 'lane'];

/**
 * A JSON log line as one line for a person: `12:00:01 api     POST /api/v1/organizations 201 4 ms`.
 * @returns the line as it was, where it is not one of ours
 */
export function readableLine(json: string, colours: boolean): string {
  const line = parse(json);
  if (line === undefined) return json;
  const paint = (code: number, text: string) => (colours && text !== '' ? `\x1b[${code}m${text}\x1b[0m` : text);
  const time = new Date(line.time).toLocaleTimeString('en-GB', { hour12: false });
  const text = `${line.app.padEnd(6)}  ${visible(sentence(line))}`;
  const level = line.level >= ERROR ? RED : line.level >= WARN ? YELLOW : undefined;
  return `${paint(DIM, time)}  ${level === undefined ? text : paint(level, text)}`;
}

/** Whether somebody should look at it. A line that is not one of ours, such as a stack trace, is worth a look too. */
export function isWarning(json: string): boolean {
  return (parse(json)?.level ?? ERROR) >= WARN;
}

function sentence({ msg = '', ...line }: Line): string {
  if (msg === 'request') {
    const { method, route, status, durationMs } = line;
    return `${text(method)} ${text(route ?? '(no such path)')}  ${text(status)}  ${text(durationMs)} ms`;
  }
  if (msg === 'attempt') {
    const { outcome, type, endpoint, status, reason, durationMs, nextAttemptAt } = line;
    const next = nextAttemptAt ? `  next attempt ${text(nextAttemptAt)}` : '';
    return `${text(outcome)}  ${text(type)} to ${text(endpoint)}  ${text(status ?? reason)}  ${text(durationMs)} ms${next}`;
  }
  const facts = Object.entries(line)
    .filter(([name, value]) => !UNSAID.includes(name) && value != null)
    .map(([name, value]) => `${name}=${text(value)}`);
  return [line.err?.message === undefined ? msg : `${msg}: ${line.err.message}`, ...facts].join('  ');
}

const text = (value: unknown): string =>
  value == null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value as string | number);

/** Error messages may quote what somebody has sent: nothing of it moves the cursor of a terminal. */
const visible = (line: string): string => line.replace(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+/g, ' ');

function parse(json: string): Line | undefined {
  try {
    const line = JSON.parse(json) as Partial<Line> | null;
    return typeof line?.level === 'number' && typeof line.time === 'number' && typeof line.app === 'string'
      ? (line as Line)
      : undefined;
  } catch {
    return undefined;
  }
}
