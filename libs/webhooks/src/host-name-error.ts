const MESSAGES = {
  ENOTFOUND: 'there is no such host name',
  ENODATA: 'the host name has no address',
  EAI_AGAIN: 'the name server did not answer',
};

/** Why a name has no address now. The codes are those of `dns.lookup`. */
export class HostNameError extends Error {
  override readonly name = 'HostNameError';

  constructor(
    readonly code: keyof typeof MESSAGES,
    hostname: string,
    cause?: unknown,
  ) {
    super(`${hostname}: ${MESSAGES[code]}`, { cause });
  }
}
