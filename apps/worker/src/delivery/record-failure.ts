/**
 * Why outcomes could not be recorded. `data`: trying the same again would not help. `away`: nobody's can be, until the database is back.
 * `other`: a lock that is not had, a statement that was ended; perhaps only of one endpoint.
 */
export function failureOf(error: unknown): 'data' | 'away' | 'other' {
  // A value that cannot be written down.
  if (error instanceof TypeError || error instanceof RangeError) return 'data';
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return 'away';
  // SQLSTATE: data exceptions and violated constraints.
  if (/^2[23]...$/.test(code)) return 'data';
  // SQLSTATE: connections, resources, shutdowns and starts; whatever else has a longer or shorter code comes from the socket.
  return /^(08|53)...$|^57P/.test(code) || code.length !== 5 ? 'away' : 'other';
}
