import { lostConnections } from '#postgres';

interface Log {
  warn(fields: object, line: string): void;
}

/** A line for connections that are lost where no request gets the error. @returns what ends it */
export function logLostConnections(log: Log): () => void {
  return lostConnections.listen(({ connection, error, others }) =>
    log.warn(
      { err: error, connection, ...(others > 0 && { alsoLost: others }) },
      'a connection to PostgreSQL was lost; the next use makes a new one',
    ),
  );
}
