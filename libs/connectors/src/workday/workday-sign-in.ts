import { ConnectorError } from '../connector-error.js';
import { basicAuthorization } from '../record/basic-authorization.js';
import { parsedJson } from '../record/parsed-json.js';
import { recordOf, textOf } from '../record/record-value.js';
import { type SourcePorts } from '../source-ports.js';
import { type WorkdaySettings } from './workday-settings.js';

/** The `Authorization` of a request: a token is taken for each listing, since one listing needs no more than one. */
export async function workdayAuthorization(
  { signIn, tokenUrl }: WorkdaySettings,
  ports: SourcePorts,
  signal: AbortSignal,
): Promise<string> {
  if ('username' in signIn) return basicAuthorization(signIn.username, signIn.password);
  const answer = await ports.http.request({
    method: 'POST',
    url: tokenUrl!,
    headers: {
      authorization: basicAuthorization(signIn.clientId, signIn.clientSecret),
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: signIn.refreshToken }).toString(),
    signal,
  });
  const token = textOf(recordOf(parsedJson(answer.body))?.['access_token']);
  if (answer.status >= 200 && answer.status < 300 && token !== undefined) return `Bearer ${token}`;
  if (answer.status >= 500)
    throw new ConnectorError({
      code: 'source_unavailable',
      message: `Workday's token endpoint answers ${answer.status}.`,
      hint: 'Nothing needs to be done; the next sync tries again.',
    });
  throw new ConnectorError({
    code: 'credentials_rejected',
    message: 'Workday gives no token: the API client, its secret or the refresh token is wrong or has ended.',
    hint: 'Create a refresh token for the integration system user (View API Clients > Manage Refresh Tokens), and enter it.',
  });
}
