import { type AuditExportEnd } from './audit.dto.js';

/** NDJSON, a page of it at a time. The last line says how many entries there are, so that a reader notices when the stream was cut. */
export async function* exportLines(pages: AsyncIterable<string[]>): AsyncGenerator<string> {
  let entries = 0;
  for await (const page of pages) {
    entries += page.length;
    yield `${page.join('\n')}\n`;
  }
  yield `${JSON.stringify({ entries, object: 'End' } satisfies AuditExportEnd)}\n`;
}
