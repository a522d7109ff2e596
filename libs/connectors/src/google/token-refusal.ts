import { ConnectorError } from '../connector-error.js';
import { GOOGLE_SCOPES } from './google-scopes.js';
import { type GoogleSettings, type ServiceAccount } from './google-settings.js';

/** Why Google gives no token, in words for the administrator. Texts of the answer are not repeated. */
export function tokenRefusal(
  status: number,
  body: Record<string, unknown> | undefined,
  account: ServiceAccount,
  { adminEmail }: GoogleSettings,
): ConnectorError {
  const error = body?.['error'];
  const description = String(body?.['error_description'] ?? '').toLowerCase();
  if (error === 'unauthorized_client' || error === 'access_denied' || error === 'invalid_scope')
    return new ConnectorError({
      code: 'permission_missing',
      message:
        'Google does not let the service account act for your users: the domain-wide delegation or a scope is missing.',
      hint: delegationHint(account),
    });
  if (error === 'invalid_grant' && (description.includes('email') || description.includes('user')))
    return new ConnectorError({
      code: 'credentials_rejected',
      message: `Google does not know the administrator ${adminEmail}, or the account is suspended.`,
      hint: 'Enter the primary address of an active administrator of your Google Workspace.',
    });
  if (error === 'invalid_grant' || error === 'invalid_client' || status === 401)
    return new ConnectorError({
      code: 'credentials_rejected',
      message: 'Google refuses the service account key: it was deleted, or belongs to another account.',
      hint: 'Create a new JSON key in the Google Cloud console (IAM & Admin > Service accounts > Keys) and enter the whole file.',
    });
  if (status >= 500)
    return new ConnectorError({
      code: 'source_unavailable',
      message: `Google's token endpoint answers ${status}.`,
      hint: 'Nothing needs to be done; the next sync tries again.',
    });
  return new ConnectorError({
    code: 'malformed_answer',
    message: `Google's token endpoint answers ${status} without a token.`,
    hint: 'Check the token URL of the connection.',
  });
}

export const delegationHint = ({ clientId, clientEmail }: ServiceAccount, scopes: readonly string[] = GOOGLE_SCOPES) =>
  `In the Google Admin console, open Security > Access and data control > API controls > Manage domain-wide delegation, ` +
  `and give the client ID ${clientId ?? `of ${clientEmail}`} these scopes: ${scopes.join(', ')}`;
