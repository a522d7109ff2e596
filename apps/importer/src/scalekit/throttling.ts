/** gRPC's RESOURCE_EXHAUSTED, and UNAVAILABLE, as which an HTTP 429 arrives. */
const THROTTLED = [8, 14];

/** The SDK drops the time that the server names: our own pace it is. */
export function throttling(error: unknown): null | undefined {
  const status = (error as { grpcStatus?: unknown } | null)?.grpcStatus;
  return THROTTLED.includes(status as number) ? null : undefined;
}
