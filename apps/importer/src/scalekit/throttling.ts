/** gRPC's RESOURCE_EXHAUSTED, and UNAVAILABLE, as which an HTTP 429 arrives. */
const THROTTLED = [8, 14];

const NOBODY_THERE = /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|CERT_|certificate/;

/** The SDK drops the time that the server names: our own pace it is. */
export function throttling(error: unknown): null | undefined {
  const { grpcStatus: status, message } = (error ?? {}) as { grpcStatus?: unknown; message?: unknown };
  // UNAVAILABLE is also what nobody answers: waiting does not help against a wrong address.
  if (NOBODY_THERE.test(String(message))) return undefined;
  return THROTTLED.includes(status as number) ? null : undefined;
}
