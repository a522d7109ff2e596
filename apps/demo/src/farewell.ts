import { type DemoDirectory } from './acme.js';

export interface Farewell {
  url: string;
  /** Signs one browser of this machine in; undefined where nobody reads it at a terminal. */
  signIn: string | undefined;
  apiKey: string;
  okta: DemoDirectory;
  logFile: string;
}

/** What can be done when the story is over. */
export const farewell = ({ url, signIn, apiKey, okta, logFile }: Farewell): string =>
  `Rollcall keeps running, and so does the receiver. Its log is ${logFile}.

  Dashboard     ${url}/dashboard
  Sign in       ${signIn === undefined ? '' : `${signIn} (works once, in a browser on this machine, for 15 minutes), or `}with the API key ${apiKey}
  API docs      ${url}/docs
  Who is there  curl -sS -H 'Authorization: Bearer ${apiKey}' '${url}/api/v1${okta.path}/users?active=true&page_size=100'
  One more      push a person into Acme's Okta directory, and see the event appear here:
                curl -sS -X POST '${okta.base}/Users' -H 'Authorization: Bearer ${okta.secret}' \\
                  -H 'Content-Type: application/scim+json' \\
                  -d '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"new@acme.example","title":"Trainee"}'

Stop it with Ctrl-C. That deletes the demo's webhook endpoint; the other data stays, and npm start uses it.`;
