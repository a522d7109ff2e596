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

export function progressLine(progress: ImportProgress): string {
  const { directoryId, phase, directories, users, groups, memberships } = progress;
  return `${directoryId} ${phase}: ${directories} directories, ${users} users, ${groups} groups, ${memberships} memberships so far`;
}
