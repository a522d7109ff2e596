import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { Environment } from '#config';
import { besideAct, type Directory, SimulationStore, type SimulationView } from '#persistence';
import { Entra, Okta, WriteLog } from '#simulation';
import { BackgroundLog } from '../../background-log.js';
import { Problem } from '../../http/problem.js';
import { SecretsService } from '../directories/secrets.service.js';
import { type Simulate } from './simulation.dto.js';
import { simulatedSteps, type Step } from './simulated-steps.js';

const PROVIDERS = { okta: Okta, entra: Entra };
const LONGEST_ERROR = 300;

/** Simulated identity providers: real requests, in the real dialects, through the public SCIM URL. */
@Injectable()
export class SimulationsService implements BeforeApplicationShutdown {
  private isStopping = false;
  private readonly running = new Set<Promise<void>>();

  constructor(
    @Inject(SimulationStore) private readonly store: SimulationStore,
    @Inject(SecretsService) private readonly secrets: SecretsService,
    @Inject(Environment) private readonly environment: Environment,
    @Inject(BackgroundLog) private readonly log: BackgroundLog,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.running);
  }

  /** Begins it; it goes on after the answer. @throws Problem 403 unless the directory is a sandbox, 409 while one runs */
  async begin(directory: Directory, { dialect, users, scenario }: Simulate): Promise<SimulationView> {
    if (!directory.sandbox) {
      throw Problem.fromStatus(403, 'only a sandbox directory can be simulated: create one with "sandbox": true');
    }
    const { plain, secret } = await besideAct(() => this.secrets.create(directory));
    const base = `${this.environment.publicUrl}/directory/${directory.id}/scim/v2`;
    const steps = simulatedSteps(new PROVIDERS[dialect](base, plain, new WriteLog()), users, scenario);
    const simulation = await this.start(directory, steps.length).catch(async (error: unknown) => {
      await besideAct(() => this.secrets.revoke(directory, secret.id));
      throw error;
    });
    const withSecret = async (): Promise<void> => {
      try {
        await this.run(simulation.id, steps);
      } finally {
        // The secret was for this run alone.
        await this.secrets.revoke(directory, secret.id);
      }
    };
    const run = withSecret()
      .catch((error: unknown) => this.log.failed('a simulation is not finished', error))
      .finally(() => this.running.delete(run));
    this.running.add(run);
    return simulation;
  }

  private async start({ id }: Directory, steps: number): Promise<SimulationView> {
    const simulation = await this.store.begin(id, steps);
    if (simulation !== undefined) return simulation;
    throw Problem.precondition('a simulation of this directory is running: wait for its end');
  }

  async find(directoryId: string, id: string): Promise<SimulationView> {
    const simulation = await this.store.find(directoryId, id);
    if (simulation === undefined) throw Problem.notFound('simulation', id);
    return simulation;
  }

  private async run(id: string, steps: Step[]): Promise<void> {
    for (const [sent, step] of steps.entries()) {
      await this.store.progress(id, { state: 'running', sent, errors: [] });
      try {
        if (this.isStopping) throw new Error('Rollcall was stopped');
        await step();
      } catch (error) {
        const words = (error as Error).message.slice(0, LONGEST_ERROR);
        return await this.store.progress(id, { state: 'failed', sent, errors: [words] });
      }
    }
    await this.store.progress(id, { state: 'done', sent: steps.length, errors: [] });
  }
}
