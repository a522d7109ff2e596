import { type DirectoryScope } from '../directory-scope';
import { isPush } from '../providers';

export type StepId =
  'credentials' | 'configure' | 'test' | 'connection' | 'first-sync' | 'mapping' | 'roles' | 'upload';

/** The way from nothing to a directory that works. */
export function stepsOf(scope: DirectoryScope): StepId[] {
  const first: StepId[] = isPush(scope.provider)
    ? ['credentials', 'configure', 'test']
    : scope.provider.directoryProvider === 'CSV'
      ? ['upload']
      : ['connection', 'first-sync'];
  return [
    ...first,
    ...(scope.shows('mapping') ? (['mapping'] as const) : []),
    ...(scope.shows('roles') ? (['roles'] as const) : []),
  ];
}
