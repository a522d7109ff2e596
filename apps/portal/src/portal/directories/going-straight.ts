import { type Directory } from '../../directory/directory';

let visited = false;

/** Where the first look at the portal leads; later the list is the list. */
export function goingStraight(directories: readonly Directory[], only: string | null): string | undefined {
  const first = !visited;
  visited = true;
  if (directories.length === 0) return only === null ? '/new' : undefined;
  if (directories.length === 1 && (only !== null || (first && directories[0]!.status === 'COMPLETED'))) {
    return `/d/${directories[0]!.id}`;
  }
  return undefined;
}
