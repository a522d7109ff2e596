const STEP = /\.?([^.[\]]+)|\[(\d+)\]|\['([^']+)'\]/gy;

/** Reads `a.b[0].c` and `['urn:…'].d`; the empty path is the whole value, and what is not there is undefined. */
export function readPath(value: unknown, path: string): unknown {
  let at = 0;
  let current = value;
  for (const match of path.matchAll(STEP)) {
    at = match.index + match[0].length;
    const key = match[1] ?? match[2] ?? match[3]!;
    current = typeof current === 'object' && current !== null ? (current as Record<string, unknown>)[key] : undefined;
  }
  if (at !== path.length) throw new Error(`not a path: ${path}`);
  return current;
}
