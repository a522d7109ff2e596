import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { AddressPolicy, hostNames } from '#webhooks';

const root = fileURLToPath(new URL('../', import.meta.url));

const sources = ['apps/api/src', 'apps/worker/src', 'libs'].flatMap((directory) =>
  readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => join(directory, file)),
);

/** The system's resolver takes a thread for each name, of which a process has two: one customer could keep both. */
it('names that customers choose are resolved in one place', () => {
  expect(sources.length).toBeGreaterThan(300);
  const asking = sources.filter((file) =>
    /import (?!type )[^;]*['"](node:)?dns(\/promises)?['"]/.test(
      readFileSync(join(root, file), 'utf8').replace(/import \{ type LookupAddress \} from 'node:dns';/g, ''),
    ),
  );
  expect(asking).toEqual(['libs/webhooks/src/host-names.ts']);
  expect(new AddressPolicy({ allowPrivate: false }).resolve).toBe(hostNames.resolve);
});
