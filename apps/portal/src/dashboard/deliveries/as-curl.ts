import { type SentRequest } from './delivery';

/** The request as a command line for a POSIX shell. */
export function asCurl({ url, headers, body }: SentRequest): string {
  const lines = [`curl -X POST ${quoted(url)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`  -H ${quoted(`${name}: ${value}`)}`);
  lines.push(`  --data-raw ${quoted(body)}`);
  return lines.join(' \\\n');
}

/** Within single quotes a shell reads nothing but a single quote. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
