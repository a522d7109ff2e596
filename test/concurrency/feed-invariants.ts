import { isDeepStrictEqual } from 'node:util';
import { type ModelEvent } from './model.js';

export interface SequencedEvent extends ModelEvent {
  sequence: number;
}

/** What the feed of one directory promises whatever was asked of it. @returns every broken promise */
export function feedProblems(events: readonly SequencedEvent[]): string[] {
  const problems: string[] = [];
  const last = new Map<string, SequencedEvent>();
  for (const [index, event] of events.entries()) {
    const where = `event ${event.sequence} (${event.type} of ${event.id}, version ${event.version})`;
    if (event.sequence !== index + 1) problems.push(`${where}: the sequence should be ${index + 1}`);
    const before = last.get(event.id);
    last.set(event.id, event);
    if (before === undefined) {
      if (!event.type.endsWith('_created')) problems.push(`${where}: the first event is no creation`);
      continue;
    }
    if (event.version <= before.version) problems.push(`${where}: the event before it has version ${before.version}`);
    const isGone = before.type.endsWith('_deleted');
    if (isGone && !event.type.endsWith('_created')) problems.push(`${where}: follows ${before.type}`);
    if (!isGone && event.type.endsWith('_created')) problems.push(`${where}: is created twice`);
    if (!event.type.endsWith('_updated') || isGone) continue;
    for (const [key, value] of Object.entries(before.data)) {
      const previous = event.previous !== undefined && key in event.previous ? event.previous[key] : event.data[key];
      // A renamed group is not announced to its members.
      if (isDeepStrictEqual(withoutNames(previous), withoutNames(value))) continue;
      problems.push(
        `${where}: ${key} was ${JSON.stringify(value)} in the event before it, but ${JSON.stringify(previous)} by its own word`,
      );
    }
  }
  return problems;
}

function withoutNames(value: unknown): unknown {
  return Array.isArray(value) ? value.map((group) => String(group).split(' ')[0]) : value;
}
