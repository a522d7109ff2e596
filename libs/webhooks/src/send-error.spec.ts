import { describe, expect, it } from 'vitest';
import { describeSendError } from './send-error.js';

const failing = (code: string, syscall?: string) =>
  Object.assign(new Error(`Bearer s3cret ${code}`), { code, syscall });

describe('describeSendError', () => {
  it.each([
    ['ENOTFOUND', 'dns_error'],
    ['EAI_AGAIN', 'dns_error'],
    ['ECONNREFUSED', 'connection_refused'],
    ['ECONNRESET', 'connection_reset'],
    ['EPIPE', 'connection_reset'],
    ['UND_ERR_SOCKET', 'connection_reset'],
    ['ETIMEDOUT', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['CERT_HAS_EXPIRED', 'tls_error'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls_error'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls_error'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls_error'],
    ['CERT_SIGNATURE_FAILURE', 'tls_error'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls_error'],
    ['EPROTO', 'tls_error'],
    ['HPE_INVALID_CONSTANT', 'network_error'],
    ['EHOSTUNREACH', 'network_error'],
    ['EWHATEVER', 'network_error'],
  ])('sorts %s as %s, and never quotes the message', (code, error) => {
    const described = describeSendError(failing(code));
    expect(described.error).toBe(error);
    expect(described.detail).not.toContain('s3cret');
  });

  it('says in plain words what is wrong', () => {
    expect(describeSendError(failing('CERT_HAS_EXPIRED')).detail).toContain('certificate has expired');
  });

  it('knows a resolver’s failure by its call', () => {
    expect(describeSendError(failing('EAI_FAIL', 'getaddrinfo')).error).toBe('dns_error');
  });

  it('looks into the failure of a host with several addresses', () => {
    expect(describeSendError(new AggregateError([failing('ECONNREFUSED')])).error).toBe('connection_refused');
  });

  it('takes anything', () => {
    expect(describeSendError('odd')).toEqual({ error: 'network_error', detail: 'the request failed' });
    expect(describeSendError(new Error('Bearer s3cret'))).toEqual({
      error: 'network_error',
      detail: 'the request failed',
    });
  });
});
