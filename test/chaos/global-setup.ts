import { randomInt } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { ensureBuilt } from '../../scripts/prepare.mjs';
import { redisInstalled } from '../support/redis-server.js';
import type { RunSettings } from './run-settings.js';

/** Builds the product, as its processes run from `dist`, and says how to repeat the run. */
export default async function setup(project: TestProject): Promise<void> {
  if (!redisInstalled()) {
    if (process.env['CI'] === 'true') throw new Error('CI=true needs redis-server, which is not installed');
    console.log('redis-server is not installed: only the faults of PostgreSQL and its disk are tested');
  }
  await ensureBuilt();
  const settings: RunSettings = {
    seed: numberFrom('CHAOS_SEED', randomInt(2 ** 31)),
    outageSeconds: numberFrom('CHAOS_OUTAGE_SECONDS', 60),
    changes: numberFrom('CHAOS_CHANGES', 500),
    kills: numberFrom('CHAOS_KILLS', 3),
    pending: numberFrom('CHAOS_PENDING', 10_000),
    members: numberFrom('CHAOS_MEMBERS', 5_000),
  };
  project.provide('chaos', settings);
  const repeat = Object.entries({
    CHAOS_SEED: settings.seed,
    CHAOS_OUTAGE_SECONDS: settings.outageSeconds,
    CHAOS_CHANGES: settings.changes,
    CHAOS_KILLS: settings.kills,
    CHAOS_PENDING: settings.pending,
    CHAOS_MEMBERS: settings.members,
  });
  console.log(`chaos: repeat with ${repeat.map(([name, value]) => `${name}=${value}`).join(' ')} npm run test:chaos`);
}

function numberFrom(name: string, fallback: number): number {
  const given = process.env[name];
  if (given === undefined || given === '') return fallback;
  const value = Number(given);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} must be a whole number`);
  return value;
}
