import { type Directory, type DirectoryRef, type Organization, Rollcall, RollcallError } from '#client';
import { CommandError } from './command-error.js';
import { counted } from './counted.js';
import { plain } from './plain.js';
import { Progress } from './progress.js';
import { styleFor, type Style } from './style.js';
import { table } from './table.js';
import { UsageError } from './usage-error.js';
import { localKey, localUrl } from './local-rollcall.js';
import { didYouMean } from './nearest.js';
import { noKey } from './no-key.js';
import { called, type World } from './world.js';

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
    const { env } = this.world;
    const [name, given] =
      this.text('url') === undefined ? ['ROLLCALL_URL', env['ROLLCALL_URL']] : ['--url', this.text('url')];
    const url = given || localUrl(env);
    if (!URL.canParse(url) || !/^https?:/.test(url))
      throw new UsageError(`${name} must be an http or https URL; got "${plain(url)}"`);
    return url.replace(/\/+$/, '');
  }

  get json(): boolean {
    return this.flag('json');
  }

  get client(): Rollcall {
    if (this.known !== undefined) return this.known;
    const { url } = this;
    const { env } = this.world;
    const apiKey = env['ROLLCALL_API_KEY'] || localKey(env, url);
    if (!apiKey) throw noKey(env, url, this.text('url') !== undefined || !!env['ROLLCALL_URL']);
    this.known = new Rollcall({ baseUrl: url, apiKey, userAgent: 'rollcall-cli' });
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

  /** @throws UsageError for what is no whole number from `least` to `most` */
  whole(name: string, fallback: number, most: number, least = 0): number {
    const value = this.text(name);
    if (value === undefined) return fallback;
    if (!/^\d+$/.test(value) || Number(value) > most || Number(value) < least)
      throw new UsageError(`--${name} must be ${least} to ${most}; got "${value}"`);
    return Number(value);
  }

  /** One of these words. @throws UsageError for another */
  choice<T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : this.oneOf(`--${name}`, value, values);
  }

  /** @throws UsageError that names the word and the nearest that there is */
  oneOf<T extends string>(what: string, value: string, values: readonly T[]): T {
    const found = values.find((one) => one.toLowerCase() === value.toLowerCase());
    if (found !== undefined) return found;
    const hint = didYouMean(value, values);
    throw new UsageError(`${what} cannot be "${plain(value)}".${hint || ` Use one of ${values.join(', ')}.`}`);
  }

  /** Separated by commas. */
  words(name: string): string[] {
    return (this.text(name) ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
  }

  /** A command line to paste. */
  command(words: string): string {
    return called(this.world, words);
  }

  /** Whether somebody is at the terminal who is to be asked first. */
  get asks(): boolean {
    return !this.flag('yes') && !this.json && this.world.ask !== undefined;
  }

  /**
   * Resolves when the person agrees. `--yes` agrees beforehand.
   * @throws UsageError where nobody can be asked, CommandError where the answer is no
   */
  async confirm(loss: string): Promise<void> {
    if (this.flag('yes')) return;
    const { ask } = this.world;
    if (ask === undefined || this.json) throw new UsageError(`${loss} Nobody can be asked here: --yes is needed`);
    this.progress.end();
    const answer = await ask(`${loss} Type yes to go on: `).catch((error: unknown) => {
      this.signal.throwIfAborted();
      throw error;
    });
    if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError('Nothing was changed.');
  }

  print(line = ''): void {
    this.world.out.write(`${line}\n`);
  }

  /** Something that has no result to show was done. @param facts the same as JSON */
  done(line: string, facts: object): void {
    if (this.json) this.printJson(facts);
    else this.note(line);
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
    return (await this.organization(given)).id;
  }

  /** By its id, or by the application's own. */
  async organization(id: string): Promise<Organization> {
    const { organizations } = this.client;
    const call = { signal: this.signal };
    return await (id.startsWith('org_') ? organizations.get(id, call) : organizations.getByExternalId(id, call));
  }

  /** A directory by its id alone: the API wants its organization, too, so without `--org` all of them are looked through. */
  async directory(id: string): Promise<Directory> {
    const organizationId = await this.organizationId();
    if (organizationId !== undefined) return await this.client.directories.get({ id, organization_id: organizationId });
    let seen = 0;
    for await (const organization of this.client.organizations.list({}, { signal: this.signal })) {
      this.progress.say(`Looking for ${id} … ${counted(++seen, 'organization')}`);
      const found = await this.directoryOf({ id, organization_id: organization.id });
      if (found === undefined) continue;
      this.progress.end();
      return found;
    }
    this.progress.end();
    throw new CommandError(`There is no directory ${id}. ${this.command('directories list')} shows them.`);
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
