/** Undefined for what is no JSON: the caller says what that means for the source. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // No JSON.
    return undefined;
  }
}
