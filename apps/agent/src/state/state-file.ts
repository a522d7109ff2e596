import { chown, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AgentError } from '../agent-error.js';
import { AgentState } from './agent-state.js';
import { readStateText, stateText, UnreadableStateError } from './state-text.js';

const FIRST_PAUSE_MS = 1_000;
/** A large state is written less often: writing takes at most this part of the time. */
const WRITING_PART = 20;

/** Keeps the state on disk: whole and on the medium, or as it was before. */
export class StateFile {
  private writing: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private failure: unknown;

  /** @param isOurs asked before each write: the lock is still this process's */
  constructor(
    private readonly path: string,
    private readonly isOurs: () => boolean = () => true,
  ) {}

  /** @returns a new state where there is no file @throws AgentError for a file that is damaged, or another agent's */
  async load(source: string, endpoint: string): Promise<AgentState> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new AgentError('usage', `The state file ${this.path} cannot be read (${error.code}).`);
    });
    if (text === undefined) return new AgentState(source, endpoint);
    const state = this.read(text);
    if (state.endpoint !== endpoint || state.source !== source)
      throw new AgentError(
        'usage',
        `The state file ${this.path} belongs to another agent: ${state.source} to ${state.endpoint}.\n` +
          'Give each agent a state file of its own (--state), or correct --source and --endpoint.',
      );
    return state;
  }

  /** Resolves when the state is on the medium. */
  async save(state: AgentState): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.write(state));
    await this.writing;
  }

  /** Saves before long. What was acknowledged and is lost by a kill until then is found again at the endpoint. */
  saveSoon(state: AgentState): void {
    if (this.failure !== undefined) throw this.failure;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.save(state).catch((error: unknown) => (this.failure = error));
    }, this.pauseMs);
  }

  /** Saves what `saveSoon` was to save. */
  async close(state: AgentState): Promise<void> {
    if (this.timer !== undefined) await this.save(state);
    else await this.writing;
  }

  private read(text: string): AgentState {
    try {
      return readStateText(text);
    } catch (error) {
      if (!(error instanceof UnreadableStateError)) throw error;
      throw new AgentError(
        'usage',
        `The state file ${this.path} ${error.message}. Nothing was pushed.\n` +
          'Restore it from a backup, or move it away: then the agent finds everybody at the endpoint again.',
      );
    }
  }

  private async write(state: AgentState): Promise<void> {
    const began = performance.now();
    if (!this.isOurs()) throw new AgentError('failed', 'Another agent has taken over the state file: this one stops.');
    const temporary = `${this.path}.tmp`;
    try {
      const file = await open(temporary, 'w', 0o600);
      try {
        await file.writeFile(stateText(state));
        await file.sync();
      } finally {
        await file.close();
      }
      await this.keepOwner(temporary);
      await rename(temporary, this.path);
      await syncDirectory(dirname(this.path));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new AgentError('failed', `The state file ${this.path} cannot be written (${code}).`);
    }
    this.pauseMs = Math.max(FIRST_PAUSE_MS, (performance.now() - began) * WRITING_PART);
  }

  /** Root may approve a review of a service that runs under a name of its own, which has to read the file afterwards. */
  private async keepOwner(temporary: string): Promise<void> {
    if (process.getuid?.() !== 0) return;
    const { uid, gid } = await stat(dirname(this.path));
    await chown(temporary, uid, gid);
  }
}

/** The rename itself has to be on the medium, too. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
