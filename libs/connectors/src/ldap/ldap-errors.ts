import {
  AdminLimitExceededError,
  ConfidentialityRequiredError,
  InsufficientAccessError,
  InvalidCredentialsError,
  InvalidDNSyntaxError,
  NoSuchObjectError,
  ResultCodeError,
  SizeLimitExceededError,
  StrongAuthRequiredError,
  TimeLimitExceededError,
} from 'ldapts';
import { ConnectorError, type ConnectorErrorCode } from '../connector-error.js';
import { ConnectionLostError } from './ldap-search.js';

const CERTIFICATE = /certificate|altname|self[- ]signed|TLS|SSL|CERT_|UNABLE_TO_/i;

/** Whatever ldapts and the sockets throw, as a source's error. Texts of the server are not repeated: they may name entries. */
export function ldapError(cause: unknown, phase: 'connect' | 'bind' | 'read'): ConnectorError {
  if (cause instanceof ConnectorError) return cause;
  const error = (code: ConnectorErrorCode, message: string, hint: string) =>
    new ConnectorError({ code, message, hint, cause });
  if (cause instanceof InvalidCredentialsError)
    return error(
      'credentials_rejected',
      'The LDAP server refuses the bind DN or the bind password, or the account is disabled, locked or expired.',
      'Check the account in your directory, and enter the bind DN and the password again.',
    );
  if (cause instanceof InvalidDNSyntaxError)
    return error(
      'not_found',
      'A DN of the connection is not written as a DN.',
      'Write it as `OU=Staff,DC=acme,DC=com`.',
    );
  if (cause instanceof StrongAuthRequiredError || cause instanceof ConfidentialityRequiredError)
    return error(
      'permission_missing',
      'The LDAP server wants an encrypted connection.',
      'Use an `ldaps://` URL, or switch on StartTLS.',
    );
  if (cause instanceof InsufficientAccessError)
    return error(
      'permission_missing',
      'The account may not read this part of the directory.',
      'Give the bind account the right to read below the base DN.',
    );
  if (cause instanceof NoSuchObjectError)
    return error(
      'not_found',
      'The base DN does not exist, or the account may not see it.',
      'Check the base DNs of the connection, and the rights of the bind account.',
    );
  if (
    cause instanceof SizeLimitExceededError ||
    cause instanceof AdminLimitExceededError ||
    cause instanceof TimeLimitExceededError
  )
    return error(
      'incomplete_listing',
      'The LDAP server ended the listing at its limit of size or time.',
      'Raise the limits of the bind account on the server, or narrow the base DN or the filter.',
    );
  if (cause instanceof ConnectionLostError)
    return error('incomplete_listing', 'The connection ended in the middle of the listing.', LATER);
  if (cause instanceof ResultCodeError && cause.code === REFERRAL)
    return error(
      'not_found',
      'The LDAP server does not hold the base DN, and names another server for it.',
      'Enter the URL of a server that holds the base DN, or a base DN that this server holds.',
    );
  const text = cause instanceof Error ? `${cause.message} ${(cause as { code?: unknown }).code ?? ''}` : '';
  if (phase === 'connect' && CERTIFICATE.test(text))
    return error(
      'source_unreachable',
      'The certificate of the LDAP server is not trusted, or is for another name.',
      'Enter the certificate of your authority (PEM) as the CA, and use the host name that the certificate has.',
    );
  if (/timed? ?out/i.test(text)) return error('timeout', 'The LDAP server did not answer in time.', LATER);
  if (phase === 'read' && !(cause instanceof ResultCodeError))
    return error('incomplete_listing', 'The connection ended in the middle of the listing.', LATER);
  if (cause instanceof ResultCodeError)
    return error('source_unavailable', `The LDAP server answers with result code ${cause.code}.`, LATER);
  return error(
    'source_unreachable',
    'No connection to the LDAP server.',
    'Check the URL, the port, and that the server accepts connections from Rollcall.',
  );
}

/** RFC 4511 §4.1.9 */
const REFERRAL = 10;

const LATER = 'Nothing needs to be done; the next sync tries again.';
