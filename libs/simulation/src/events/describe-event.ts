import { shortType, type Event } from './event.js';

type Values = Record<string, unknown>;

/** Said already by another field, or of no interest to a reader. */
const UNSAID = ['dp_id', 'raw_attributes', 'emails'];

/** Puts events into words. Remembers names, since some values are ids. */
export class EventDescriber {
  private readonly names = new Map<string, string>();

  /** The name of the person, group or directory that the event is about. */
  subject({ data }: Event): string {
    const name = data['sync'] === undefined ? text(data['name'] ?? data['display_name'] ?? data.id) : 'the directory';
    this.names.set(data.id, name);
    return name;
  }

  /** What happened to it, from `previous_attributes`. */
  change(event: Event): string {
    const { data, previous_attributes: previous = {} } = event;
    switch (shortType(event)) {
      case 'user_created':
        return Number(data['version']) > 1 ? `is back as ${text(data['title'])}` : text(data['title']);
      case 'user_deleted':
        return `${text(data['reason'])}; was ${text(data['title'])}`;
      case 'sync_completed':
      case 'sync_failed':
        return syncResult(data['sync'] as Values);
      default:
        return Object.keys(previous)
          .filter((key) => !UNSAID.includes(key))
          .map((key) =>
            key === 'groups' ? groupChange(previous[key], data[key]) : this.valueChange(key, previous, data),
          )
          .join(', ');
    }
  }

  private valueChange(key: string, previous: Values, data: Values): string {
    const say = (value: unknown) => this.names.get(text(value)) ?? text(value);
    return previous[key] === null ? `${key} ${say(data[key])}` : `${key} ${say(previous[key])} → ${say(data[key])}`;
  }
}

/** `+Sales −Support` */
function groupChange(before: unknown, after: unknown): string {
  const [old, present] = [namesOf(before), namesOf(after)];
  return [
    ...present.filter((name) => !old.includes(name)).map((name) => `+${name}`),
    ...old.filter((name) => !present.includes(name)).map((name) => `−${name}`),
  ].join(' ');
}

/** `2 created, 1 deactivated` */
function syncResult({ error, ...facts }: Values): string {
  if (error !== undefined) return text((error as Values)['message']);
  return Object.entries(facts)
    .filter(([name, count]) => typeof count === 'number' && count > 0 && name !== 'unchanged')
    .map(([name, count]) => `${String(count)} ${name.replaceAll('_', ' ')}`)
    .join(', ');
}

const namesOf = (groups: unknown): string[] =>
  Array.isArray(groups) ? groups.map((group: Values) => text(group['name'])) : [];

const text = (value: unknown): string =>
  typeof value === 'string' ? value : value == null ? '(none)' : JSON.stringify(value);
