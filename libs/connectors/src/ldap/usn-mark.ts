import { parsedJson } from '../record/parsed-json.js';
import { recordOf, textOf } from '../record/record-value.js';
import { readEntry } from './ldap-search.js';
import { type LdapSession } from './ldap-session.js';

/** Update sequence numbers belong to one domain controller, and to one restore of its database. */
export interface UsnMark {
  server: string;
  invocation: string;
  usn: number;
}

/** Where the domain controller is now. Undefined where it does not say what a later sync would have to compare. */
export async function currentMark({ client, rootDse }: LdapSession): Promise<UsnMark | undefined> {
  const service = rootDse.text('dsServiceName');
  const server = rootDse.text('dnsHostName') ?? service;
  const usn = Number(rootDse.text('highestCommittedUSN') ?? Number.NaN);
  if (server === undefined || !Number.isSafeInteger(usn)) return undefined;
  const settings = service === undefined ? undefined : await readInvocation(client, service);
  return { server, invocation: settings ?? '', usn };
}

/** Changes when a domain controller was restored from a backup: its numbers start over. */
async function readInvocation(client: LdapSession['client'], service: string): Promise<string | undefined> {
  try {
    const entry = await readEntry(client, service, ['invocationId'], ['invocationId']);
    return entry?.bytes('invocationId')?.toString('hex');
  } catch {
    // The configuration of the domain controller may be out of reach; its host name still tells servers apart.
    return undefined;
  }
}

export const writeMark = (mark: UsnMark): string => JSON.stringify(mark);

export function readMark(text: string): UsnMark | undefined {
  const record = recordOf(parsedJson(text));
  const [server, usn] = [textOf(record?.['server']), Number(record?.['usn'] ?? Number.NaN)];
  if (server === undefined || !Number.isSafeInteger(usn)) return undefined;
  return { server, invocation: textOf(record?.['invocation']) ?? '', usn };
}

export const sameServer = (a: UsnMark, b: UsnMark): boolean =>
  a.server.toLowerCase() === b.server.toLowerCase() && a.invocation === b.invocation && a.usn <= b.usn;
