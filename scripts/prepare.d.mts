/** Ends the process with one line when this Node is too old. */
export function requireNode(): void;
/** Installs what package-lock.json says when node_modules is missing or older than it. */
export function ensureInstalled(): Promise<void>;
/** Compiles when dist was not made from exactly these sources. */
export function ensureBuilt(): Promise<void>;
/** Prints the line and ends the process with 1. */
export function fail(line: string): never;
export const root: string;
