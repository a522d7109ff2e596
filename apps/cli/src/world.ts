/** Where text goes. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** What a command finds around it. */
export interface World {
  env: Record<string, string | undefined>;
  out: Output;
  err: Output;
  /** Aborted when the user has had enough. */
  signal: AbortSignal;
}
