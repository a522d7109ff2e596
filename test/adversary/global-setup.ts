import type { TestProject } from 'vitest/node';
import { ensureBuilt } from '../../scripts/prepare.mjs';
import startServices from '../support/global-setup.js';

/** The servers of every test run, and the built product: attacks meet a process of its own, whose memory is not the attacker's. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stop = await startServices(project);
  await ensureBuilt();
  return stop;
}
