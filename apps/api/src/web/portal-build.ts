import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where `npm run build` puts the pages: from the sources and from dist alike. */
export const PORTAL_BUILD = join(rootAbove(import.meta.dirname), 'dist', 'portal');

function rootAbove(directory: string): string {
  return existsSync(join(directory, 'package.json')) ? directory : rootAbove(dirname(directory));
}
