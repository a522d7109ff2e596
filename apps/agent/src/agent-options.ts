/** One agent: where it reads, and where it pushes to. */
export interface AgentOptions {
  /** A `directory_provider`. */
  source: string;
  configPath: string;
  statePath: string;
  /** The SCIM base URL, without a slash at its end. */
  endpoint: string;
  token: string;
  userAgent: string;
  /** How long the endpoint may take for one answer. */
  timeoutMs: number;
  dryRun: boolean;
  /** Somebody has looked at whom the last run would have let go. */
  approve: boolean;
  /** Whoever is at the endpoint already is the agent's, as if it had pushed them. */
  adopt: boolean;
  /** Whether the log may name people. */
  showNames: boolean;
}
