import { type Secrets } from '#connectors';
import { type FieldViolation } from '../../http/problem.js';

type Values = Record<string, unknown>;

export interface StoredSource {
  settings: Values;
  secrets: Secrets;
}

/**
 * A secret that is left out keeps its value, but never for another server: whoever may change the settings could have it sent to an
 * address of their own, and read there what no answer shows.
 */
export function keptElsewhere(before: StoredSource | undefined, settings: Values, given: Values): FieldViolation[] {
  if (before === undefined) return [];
  const known = new Set(serversOf(before.settings));
  const [other] = serversOf(settings).filter((server) => !known.has(server));
  if (other === undefined) return [];
  return Object.keys(before.secrets)
    .filter((name) => given[name] === undefined)
    .map((name) => ({ field: `secrets.${name}`, description: `send it again: ${other} was not given it before` }));
}

/** Scheme, host and port of every address among the settings. */
function serversOf(settings: Values): string[] {
  return Object.values(settings).flatMap((value) => {
    if (typeof value !== 'string' || !/^[a-z]{2,10}:\/\//i.test(value) || !URL.canParse(value)) return [];
    const { protocol, host } = new URL(value);
    return [`${protocol}//${host.toLowerCase()}`];
  });
}
