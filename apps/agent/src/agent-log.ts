export type Level = 'info' | 'warning' | 'error';

/** A line of the log: a sentence for people, and the same for programs. Never a secret; names only where somebody asked for them. */
export interface LogLine {
  level: Level;
  /** Machine-readable: `run_started`, `listed`, `pushed`, … */
  event: string;
  message: string;
  facts?: Record<string, unknown>;
}

export type Log = (line: LogLine) => void;

/** `2026-11-28 10:15:02Z  Everything is as it was.` @param json one object a line */
export function logText({ level, event, message, facts }: LogLine, json: boolean, now: Date): string {
  const time = now.toISOString();
  if (json) return JSON.stringify({ time, level, event, message, ...facts });
  const word = { info: '', warning: 'Warning: ', error: 'Error: ' }[level];
  return `${time.slice(0, 19).replace('T', ' ')}Z  ${word}${message.replaceAll('\n', '\n                      ')}`;
}
