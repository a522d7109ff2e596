import { type SendErrorKind } from './send-result.js';

interface Description {
  error: SendErrorKind;
  detail: string;
}

const TLS_DETAILS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired; renew it',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet; check its start date',
  CERT_REVOKED: 'the certificate has been revoked; replace it',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed; use one from a public authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate chain ends in a self-signed authority; use a public one',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate chain is incomplete; install the intermediate certificates',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate chain is incomplete; install the intermediate certificates',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is not from a public authority, or its chain is incomplete',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host name; add this one to it',
};

const DETAILS: Readonly<Record<string, Description>> = {
  EAI_AGAIN: { error: 'dns_error', detail: 'the name server did not answer; it will be asked again' },
  ENOTFOUND: { error: 'dns_error', detail: 'the host name does not exist; check the URL and its DNS record' },
  ENODATA: { error: 'dns_error', detail: 'the host name has no address; add an A or AAAA record' },
  ECONNREFUSED: { error: 'connection_refused', detail: 'nothing listens on that port; is the receiver running?' },
  ECONNRESET: { error: 'connection_reset', detail: 'the receiver closed the connection before it had answered' },
  ECONNABORTED: { error: 'connection_reset', detail: 'the connection was cut before the receiver had answered' },
  EPIPE: { error: 'connection_reset', detail: 'the receiver closed the connection while the request was being sent' },
  UND_ERR_SOCKET: { error: 'connection_reset', detail: 'the receiver closed the connection before it had answered' },
  ETIMEDOUT: { error: 'timeout', detail: 'no connection could be made in time; is a firewall in the way?' },
  UND_ERR_CONNECT_TIMEOUT: {
    error: 'timeout',
    detail: 'no connection could be made in time; is a firewall in the way?',
  },
  EHOSTUNREACH: { error: 'network_error', detail: 'there is no route to the host' },
  ENETUNREACH: { error: 'network_error', detail: 'there is no route to the host' },
  UND_ERR_HEADERS_OVERFLOW: { error: 'network_error', detail: 'the response headers are too large' },
  UND_ERR_INVALID_ARG: {
    error: 'network_error',
    detail: 'a custom header of this endpoint cannot be sent; check them',
  },
  UND_ERR_CLOSED: { error: 'aborted', detail: 'the sender is shutting down' },
  UND_ERR_DESTROYED: { error: 'aborted', detail: 'the sender is shutting down' },
};

/** Sorts what a request failed with, and says it in words that help the endpoint's owner. */
export function describeSendError(error: unknown): Description {
  const { code, name, message, syscall } = facts(error);
  const known = DETAILS[code];
  if (known) return known;
  if (code === 'EADDRESSDENIED') return { error: 'address_denied', detail: message };
  const tls = TLS_DETAILS[code];
  if (tls) return { error: 'tls_error', detail: tls };
  if (/^(ERR_SSL|ERR_TLS|EPROTO|CERT_|UNABLE_TO_|CRL_)|_CERT_|HOSTNAME_MISMATCH|INVALID_CA/.test(code)) {
    return { error: 'tls_error', detail: `no secure connection could be made (${code}); does the port speak TLS?` };
  }
  if (syscall === 'getaddrinfo') return { error: 'dns_error', detail: `the host name could not be resolved (${code})` };
  if (name === 'HTTPParserError') return { error: 'network_error', detail: 'the answer is not valid HTTP/1.1' };
  return { error: 'network_error', detail: code === '' ? 'the request failed' : `the request failed (${code})` };
}

/** The messages of unknown errors stay inside: they may quote headers. */
function facts(error: unknown): { code: string; name: string; message: string; syscall: string } {
  if (!(error instanceof Error)) return { code: '', name: '', message: '', syscall: '' };
  const { code, syscall } = error as NodeJS.ErrnoException;
  // A host with several addresses fails with one error for all of them.
  if (code === undefined && error instanceof AggregateError) return facts(error.errors[0]);
  return { code: code ?? '', name: error.name, message: error.message, syscall: syscall ?? '' };
}
