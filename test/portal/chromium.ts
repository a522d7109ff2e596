import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The Chromium of the distribution; undefined where there is none. */
export function installedChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders
    .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}
