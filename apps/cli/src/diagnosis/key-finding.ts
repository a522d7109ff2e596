import { RollcallError } from '#client';
import { type Session } from '../session.js';
import { type Finding } from './finding.js';

/** Nobody has it: asking for its secret needs `write`, finds nothing, and changes nothing. */
const NO_ENDPOINT = 'ep_00000000000000000000000000';

/** What the API key may do. @throws RollcallError when it may not even read */
export async function keyFinding({ client, signal }: Session): Promise<Finding> {
  await client.organizations.list({ page_size: 1 }, { signal }).page();
  const mayWrite = await allowed(client.endpoints.secret(NO_ENDPOINT, { signal }));
  const mayAdminister = await allowed(client.request('GET', '/api_keys', { query: { page_size: 1 }, signal }));
  const scope = mayAdminister ? 'admin' : mayWrite ? 'write' : 'read';
  const can = {
    read: 'lists and gets',
    write: 'also changes organizations, directories, endpoints',
    admin: 'also manages keys, roles, the audit log and personal data',
  }[scope];
  return { about: 'API key', state: 'well', message: `live, scope ${scope}: ${can}` };
}

async function allowed(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof RollcallError && error.status === 404) return true;
    if (error instanceof RollcallError && error.status === 403) return false;
    throw error;
  }
}
