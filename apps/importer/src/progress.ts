export type Phase = 'groups' | 'users' | 'memberships';

/** How far an import is, since it began. */
export interface ImportProgress {
  /** The one that is being read. */
  directoryId: string;
  phase: Phase;
  organizations: number;
  directories: number;
  users: number;
  groups: number;
  memberships: number;
}

/** Why nothing seems to happen. */
export function waitLine(ms: number): string {
  return `The source wants to be asked later: next try in ${Math.ceil(ms / 1_000)} s`;
}

export function progressLine(progress: ImportProgress): string {
  const { directoryId, phase, directories, users, groups, memberships } = progress;
  return `${directoryId} ${phase}; so far directories: ${directories}, users: ${users}, groups: ${groups}, memberships: ${memberships}`;
}
