import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../apps/api/src/', import.meta.url));
/** The one place that knows how answers of HTTP/1.1 and HTTP/2 differ. */
const KNOWS = 'http/has-gone.ts';

/** An answer of HTTP/2 has no `destroyed`, and says of itself that it is finished when its stream is reset. */
const ASKED = /\b(?:raw|reply|response|answer|res)\.(?:destroyed|writableFinished|writableEnded)\b/;

describe('whether a client has gone', () => {
  it('is asked of nobody but hasGone and wasSent', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && file !== KNOWS,
    );
    expect(files.length).toBeGreaterThan(100);
    const asking = files.filter((file) => ASKED.test(readFileSync(join(root, file), 'utf8')));
    expect(asking).toEqual([]);
  });

  it.each(['if (raw.destroyed) return;', 'reply.raw.writableFinished', 'response.destroyed'])(
    'is found: %s',
    (text) => {
      expect(text).toMatch(ASKED);
    },
  );
});
