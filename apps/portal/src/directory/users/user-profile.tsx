import { useTranslations } from 'use-intl';
import { Facts } from '../../parts/facts';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { type User } from '../directory';

/** Shown in a place of their own, or of no use to somebody who reads. */
const LEFT_ASIDE = [
  'raw_attributes',
  'groups',
  'roles',
  'custom_attributes',
  'emails',
  'address',
  'organization_id',
  'directory_id',
  'dp_id',
];

/** The person as applications receive them. */
export function UserProfile({ user }: { user: User }) {
  const t = useTranslations('directory');
  const detail = user.user_detail ?? {};
  const custom = (detail['custom_attributes'] ?? {}) as Record<string, unknown>;
  const more = Object.entries({ ...detail, ...custom })
    .filter(([name, value]) => !LEFT_ASIDE.includes(name) && isShown(value) && !(name in user))
    .map(([name, value]) => [name in custom ? name : inWords(name), <bdi key={name}>{String(value)}</bdi>] as const);
  return (
    <div className="stack">
      <Facts
        facts={[
          [t('user.userName'), <bdi key="n">{user.preferred_username}</bdi>],
          [t('users.email'), <bdi key="e">{user.email ?? '–'}</bdi>],
          [
            t('users.status'),
            <StateBadge key="s" tone={user.active ? 'ok' : 'idle'}>
              {user.active ? t('users.active') : t('users.inactive')}
            </StateBadge>,
          ],
          [t('users.roles'), <bdi key="r">{user.roles.map(({ role_name }) => role_name).join(', ') || '–'}</bdi>],
          [t('user.externalId'), <bdi key="x">{user.external_id ?? '–'}</bdi>],
          [t('user.created'), <TimeText key="c" at={user.created_at} exact />],
          [t('users.changed'), <TimeText key="u" at={user.updated_at} exact />],
          ...more,
        ]}
      />
      <section aria-label={t('user.groups')}>
        <h3>{t('user.groups')}</h3>
        {user.groups.length === 0 ? (
          <p className="dimmed">{t('user.noGroups')}</p>
        ) : (
          <ul className="tags" tabIndex={0} aria-label={t('user.groups')}>
            {user.groups.map(({ id, display_name }) => (
              <li key={id}>
                <bdi>{display_name}</bdi>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

/** `given_name` as "Given name". */
const inWords = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`.replaceAll('_', ' ');

const isShown = (value: unknown): boolean =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean';
