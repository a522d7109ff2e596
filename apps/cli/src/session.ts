import { type Directory, type DirectoryRef, Rollcall, RollcallError } from '#client';
import { CommandError } from './command-error.js';
import { Progress } from './progress.js';
import { styleFor, type Style } from './style.js';
import { table } from './table.js';
import { UsageError } from './usage-error.js';
import { type World } from './world.js';

export const DEFAULT_URL = 'http://127.0.0.1:3000';

export interface Given {
  arguments: Readonly<Record<string, string>>;
  options: Readonly<Record<string, string | boolean | undefined>>;
}

/** One run of a command: what it was given, whom it talks to, and how it says things. */
export class Session {
  readonly style: Style;
  readonly progress: Progress;
  private known: Rollcall | undefined;

  constructor(
    readonly world: World,
    private readonly given: Given,
  ) {
    this.style = styleFor(world);
    this.progress = new Progress(world.err);
  }

  get signal(): AbortSignal {
    return this.world.signal;
  }

  get url(): string {
    return (this.text('url') ?? this.world.env['ROLLCALL_URL'] ?? DEFAULT_URL).replace(/\/+$/, '');
  }

  get json(): boolean {
    return this.flag('json');
  }

  get client(): Rollcall {
    if (this.known !== undefined) return this.known;
    const apiKey = this.world.env['ROLLCALL_API_KEY'];
    if (!apiKey) {
      throw new UsageError(
        'Set ROLLCALL_API_KEY to an API key: npm start prints one, POST /api/v1/api_keys makes others.',
      );
    }
    try {
      this.known = new Rollcall({ baseUrl: this.url, apiKey, userAgent: 'rollcall-cli' });
    } catch (error) {
      throw new UsageError(`ROLLCALL_URL or --url is not right: ${(error as Error).message}`);
    }
    return this.known;
  }

  argument(name: string): string {
    return this.given.arguments[name]!;
  }

  text(name: string): string | undefined {
    const value = this.given.options[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** @throws UsageError where it is not given */
  needed(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new UsageError(`--${name} is missing`);
    return value;
  }

  flag(name: string): boolean {
    return this.given.options[name] === true;
  }

  /** @throws UsageError for what is no whole number from 0 to `most` */
  whole(name: string, fallback: number, most: number): number {
    const value = this.text(name);
    if (value === undefined) return fallback;
    if (!/^\d+$/.test(value) || Number(value) > most)
      throw new UsageError(`--${name} must be 0 to ${most}; got "${value}"`);
    return Number(value);
  }

  /** Separated by commas. */
  words(name: string): string[] {
    return (this.text(name) ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
  }

  print(line = ''): void {
    this.world.out.write(`${line}\n`);
  }

  /** A word to the person at the terminal, which is no part of the result. */
  note(line: string): void {
    this.progress.end();
    this.world.err.write(`${line}\n`);
  }

  /** The result as JSON, or in columns. */
  show<T>(items: readonly T[], columns: Record<string, (item: T) => unknown>, none: string): void {
    if (this.json) return this.printJson(items);
    if (items.length === 0) return this.note(none);
    const rows = items.map((item) => Object.values(columns).map((cell) => cell(item)));
    this.print(table(Object.keys(columns), rows, this.style));
  }

  printJson(value: unknown): void {
    this.print(JSON.stringify(value, null, 2));
  }

  /** The id of the organization that `--org` names: by its id, or by the application's own. */
  async organizationId(): Promise<string | undefined> {
    const given = this.text('org');
    if (given === undefined || given.startsWith('org_')) return given;
    return (await this.client.organizations.getByExternalId(given, { signal: this.signal })).id;
  }

  /** A directory by its id alone: the API wants its organization, too, so without `--org` all of them are looked through. */
  async directory(id: string): Promise<Directory> {
    const organizationId = await this.organizationId();
    if (organizationId !== undefined) return await this.client.directories.get({ id, organization_id: organizationId });
    let seen = 0;
    for await (const organization of this.client.organizations.list({}, { signal: this.signal })) {
      this.progress.say(`Looking for ${id} … ${++seen} organizations`);
      const found = await this.directoryOf({ id, organization_id: organization.id });
      if (found === undefined) continue;
      this.progress.end();
      return found;
    }
    this.progress.end();
    throw new CommandError(`There is no directory ${id}. rollcall directories list shows them.`);
  }

  private async directoryOf(directory: DirectoryRef): Promise<Directory | undefined> {
    try {
      return await this.client.directories.get(directory, { signal: this.signal });
    } catch (error) {
      if (error instanceof RollcallError && error.status === 404) return undefined;
      throw error;
    }
  }
}
