import type { TestProject } from 'vitest/node';
import type { RunningServices } from './start-services.js';

/** Shared by the projects of one run: each project runs this file in a module graph of its own. */
const shared = globalThis as { rollcallServices?: Promise<RunningServices>; rollcallUsers?: number };

/** Starts one PostgreSQL and one Redis for the whole run, in a directory of its own, and stops them at its end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Read by the first project alone: what makes the schema takes seconds to read, and each project would read all of it anew.
  shared.rollcallServices ??= import('./start-services.js').then(({ startServices }) => startServices());
  shared.rollcallUsers = (shared.rollcallUsers ?? 0) + 1;
  const running = await shared.rollcallServices;
  project.provide('services', running.services);
  return async () => {
    if (--shared.rollcallUsers! > 0) return;
    delete shared.rollcallServices;
    await running.stop();
  };
}
