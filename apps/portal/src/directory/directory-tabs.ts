import { type DirectoryScope, type Section } from './directory-scope';
import { isPush } from './providers';

export interface DirectoryTab {
  id:
    'overview' | 'users' | 'groups' | 'requests' | 'syncs' | 'upload' | 'mapping' | 'roles' | 'settings' | 'simulator';
  path: string;
  section?: Section;
}

/** What a push directory receives are requests; what a pull directory does are syncs. */
export function directoryTabs(scope: DirectoryScope): DirectoryTab[] {
  const source: DirectoryTab = isPush(scope.provider)
    ? { id: 'requests', path: '/requests', section: 'requests' }
    : { id: 'syncs', path: '/syncs', section: 'syncs' };
  const upload: DirectoryTab[] =
    scope.provider.directoryProvider === 'CSV' ? [{ id: 'upload', path: '/upload', section: 'syncs' }] : [];
  const all: DirectoryTab[] = [
    { id: 'overview', path: '' },
    { id: 'users', path: '/users', section: 'users' },
    { id: 'groups', path: '/groups', section: 'users' },
    source,
    ...upload,
    { id: 'mapping', path: '/mapping', section: 'mapping' },
    { id: 'roles', path: '/roles', section: 'roles' },
    { id: 'settings', path: '/settings', section: 'settings' },
    ...(scope.can('simulate') && scope.directory.sandbox ? [{ id: 'simulator' as const, path: '/simulator' }] : []),
  ];
  return all.filter(({ section }) => section === undefined || scope.shows(section));
}
