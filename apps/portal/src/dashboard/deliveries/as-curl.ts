import { type SentRequest } from './delivery';

/** The request as a command line for a POSIX shell. A body that is no longer kept is left out. */
export function asCurl({ url, headers, body }: SentRequest): string {
  const lines = [`curl -X POST ${quoted(url)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`  -H ${quoted(`${name}: ${value}`)}`);
  if (body !== null) lines.push(`  --data-raw ${quoted(body)}`);
  return lines.join(' \\\n');
}

/** Within single quotes a shell reads nothing but a single quote. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
