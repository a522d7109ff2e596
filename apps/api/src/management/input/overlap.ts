import { Problem } from '../../http/problem.js';
import { parseDuration } from './duration.js';

const LONGEST_MS = 7 * 86_400_000;

/** How long a replaced secret stays alive, in milliseconds: at most 7 days. */
export function parseOverlap(text: string | undefined, fallback: string): number {
  const overlap = parseDuration(text ?? fallback);
  if (overlap === undefined || overlap > LONGEST_MS) {
    throw Problem.invalid([{ field: 'overlap', description: 'must be a duration such as 24h, 90m or 0, at most 7d' }]);
  }
  return overlap;
}
