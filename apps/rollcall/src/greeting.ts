import { randomBytes } from 'node:crypto';
import type { GeneratedSecrets } from './generated-secrets.js';

export interface Greeting {
  url: string;
  /** The URL that others use. */
  publicUrl: string;
  /** Signs a browser in, once. */
  signIn?: string;
  secrets?: GeneratedSecrets;
  /** The key itself, or where it is. */
  apiKey?: string;
  /** Where the log lines go, when they do not go to standard output. */
  logFile?: string;
}

/** What a person sees when everything is up. */
export function greeting({ url, publicUrl, signIn, secrets, apiKey, logFile }: Greeting): string {
  const lines = [`Rollcall is ready.`, ``, `  Dashboard  ${publicUrl}/dashboard`];
  if (signIn !== undefined)
    lines.push(`  Sign in    ${signIn} (works once, in a browser on this machine, for 15 minutes)`);
  lines.push(`  API docs   ${url}/docs`);
  if (apiKey !== undefined) lines.push(`  API key    ${apiKey}`);
  if (logFile !== undefined) lines.push(`  Log        ${logFile}`);
  if (secrets?.example) lines.push('', 'Push a user over SCIM:', '', scimCurl(url, secrets.example));
  return `\n${lines.join('\n')}\n`;
}

/** A new user name at every start: the same one twice is a conflict. */
function scimCurl(url: string, { directoryId, secret }: NonNullable<GeneratedSecrets['example']>): string {
  const userName = `ada.${randomBytes(3).toString('hex')}@example.com`;
  const user = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    emails: [{ value: userName, type: 'work', primary: true }],
    active: true,
  };
  return [
    `curl -sS -X POST '${url}/directory/${directoryId}/scim/v2/Users'`,
    `-H 'Authorization: Bearer ${secret}'`,
    `-H 'Content-Type: application/scim+json'`,
    `-d '${JSON.stringify(user)}'`,
  ].join(' ');
}
