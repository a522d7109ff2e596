/** `review`: a person has to look first. `unreachable` and `refused`: of the endpoint. */
export type AgentErrorKind = 'failed' | 'usage' | 'unreachable' | 'refused' | 'review';

/** Why a run ended, in words for the administrator: never a secret, never a person's data. */
export class AgentError extends Error {
  override readonly name = 'AgentError';

  constructor(
    readonly kind: AgentErrorKind,
    message: string,
  ) {
    super(message);
  }
}
