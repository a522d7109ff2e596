import { defineConfig } from 'vitest/config';

const globalSetup = ['test/support/global-setup.ts'];

export default defineConfig({
  // `#scim` and friends resolve to the sources, not to dist. Only this condition: vitest hands them on to Node, where
  // `import` would make a `require` find an ES module.
  resolve: { conditions: ['development'] },
  ssr: { resolve: { conditions: ['development'] } },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    // Every file has servers, pools and workers of its own, and waits for them a good part of its time.
    maxWorkers: 3,
    pool: 'forks',
    // The files of a worker share what they import: reading the framework anew for each took longer than the tests.
    isolate: false,
    experimental: { fsModuleCache: true },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['libs/**/*.spec.ts', 'apps/**/*.spec.ts', 'packages/**/*.spec.ts', 'test/*.spec.ts'],
          // Some read every source of the repository, on a machine that may be busy.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.spec.ts'],
          globalSetup,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.spec.ts'],
          globalSetup,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.spec.ts'],
          globalSetup,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Overlapping requests against a model: bounded here, as long as one likes by hand.
        extends: true,
        test: {
          name: 'concurrency',
          include: ['test/concurrency/**/*.spec.ts'],
          globalSetup,
          hookTimeout: 60_000,
        },
      },
      {
        // Sources on loopback: emulated APIs, and a real slapd.
        extends: true,
        test: {
          name: 'connectors',
          include: ['test/connectors/**/*.spec.ts'],
          globalSetup,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // The real `npm start` in processes of its own: slow, so it is a part of its own in .ci/run.
        extends: true,
        test: {
          name: 'start',
          include: ['test/start/**/*.spec.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        // The pages in a real browser, served by the real api.
        extends: true,
        test: {
          name: 'portal',
          include: ['test/portal/**/*.spec.ts'],
          globalSetup: ['test/support/global-setup.ts', 'test/portal/global-setup.ts'],
          // A page reads again every few seconds, and the machine may be busy.
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        // Attacks on the api in a process of its own, bounded and on loopback.
        extends: true,
        test: {
          name: 'adversary',
          include: ['test/adversary/**/*.spec.ts'],
          globalSetup: ['test/adversary/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        // Real processes that are killed, on servers that are killed.
        extends: true,
        test: {
          name: 'chaos',
          include: ['test/chaos/**/*.spec.ts'],
          globalSetup: ['test/chaos/global-setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
