import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import {
  type Connector,
  ConnectorError,
  csvGroups,
  CsvFaultsError,
  csvUsers,
  type CsvSettings,
  type FieldProblem,
  type Page,
  type Settings,
  type SourceGroup,
  type SourceUser,
  type StagedUser,
} from '#connectors';

const KNOWN = ['users', 'groups', 'columns', 'delimiter'];
const SHOWN_FAULTS = 5;

/** CSV files that another program writes: `users`, and perhaps `groups`, are paths. */
export function fileProblems(settings: Settings): FieldProblem[] {
  const unknown = Object.keys(settings).filter((name) => !KNOWN.includes(name));
  return [
    ...unknown.map((name) => ({
      field: `settings.${name}`,
      description: `is not known; known are ${KNOWN.join(', ')}`,
    })),
    ...(isPath(settings['users']) ? [] : [{ field: 'settings.users', description: 'must be the path of a CSV file' }]),
    ...(settings['groups'] === undefined || isPath(settings['groups'])
      ? []
      : [{ field: 'settings.groups', description: 'must be the path of a CSV file' }]),
  ];
}

export function fileConnector(settings: Settings): Connector {
  const { users, groups, ...csv } = settings as unknown as { users: string; groups?: string } & CsvSettings;
  return {
    users: () => usersOf(users, csv),
    ...(groups !== undefined && { groups: () => groupsOf(groups, csv) }),
    test: () => Promise.resolve({ checks: [], counts: { users: null, groups: null }, sample: [] }),
  };
}

async function* usersOf(path: string, csv: CsvSettings): AsyncGenerator<Page<SourceUser>> {
  yield* wholeFile(path, async function* () {
    for await (const items of (await csvUsers(createReadStream(path), csv)).pages)
      yield { items: items.map(listedUser) };
  });
}

/** Null means the same as not being there. */
const listedUser = ({ groups, manager, ...user }: StagedUser): SourceUser => ({
  ...user,
  ...(manager !== null && { manager }),
  ...(groups !== null && { groups }),
});

async function* groupsOf(path: string, csv: CsvSettings): AsyncGenerator<Page<SourceGroup>> {
  yield* wholeFile(path, async function* () {
    for await (const items of csvGroups(createReadStream(path), csv)) yield { items };
  });
}

/** A file that is being written says less than it will. */
async function* wholeFile<T>(path: string, read: () => AsyncGenerator<T>): AsyncGenerator<T> {
  const before = await stampOf(path);
  try {
    yield* read();
  } catch (error) {
    if (!(error instanceof CsvFaultsError)) throw error;
    throw unreadable(path, faultsText(error));
  }
  if ((await stampOf(path)) === before) return;
  throw new ConnectorError({
    code: 'incomplete_listing',
    message: `${path} was changed while it was read.`,
    hint: 'Write the file under another name first, and rename it when it is complete.',
  });
}

async function stampOf(path: string): Promise<string> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch (error) {
    throw unreadable(path, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

const faultsText = ({ faults }: CsvFaultsError): string =>
  faults
    .slice(0, SHOWN_FAULTS)
    .map(({ line, column, message }) => `line ${line}${column === null ? '' : `, column ${column}`} ${message}`)
    .join('; ');

const unreadable = (path: string, why: string): ConnectorError =>
  new ConnectorError({ code: 'unreadable_file', message: `${path}: ${why}.`, hint: 'Correct the file.' });

const isPath = (value: unknown): boolean => typeof value === 'string' && value !== '';
