import { Button, Radio, TextInput } from '@mantine/core';
import { MagnifyingGlassIcon } from '@heroicons/react/20/solid';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { PageTitle } from '../../app/page-title';
import { useGo } from '../../app/use-address';
import { type Directory } from '../../directory/directory';
import { directoryEvent } from '../../directory/directory-events';
import { newIdempotencyKey } from '../../directory/idempotency-key';
import { firstStepOf, isPush, type Provider } from '../../directory/providers';
import { ActionError } from '../../parts/action-error';
import { Empty } from '../../parts/empty';
import { NotFound } from '../../parts/not-found';
import { InviteLink } from '../invite/invite-link';
import { usePortalSession } from '../session/session-context';
import { availableProviders, matching, type Way } from './available-providers';

/** Where the people come from. */
export function ChooseProviderPage() {
  const t = useTranslations('chooseProvider');
  const api = useApi();
  const go = useGo();
  const client = useQueryClient();
  const { session } = usePortalSession();
  const [search, setSearch] = useState('');
  const [way, setWay] = useState<Way>('all');
  const [key, setKey] = useState(newIdempotencyKey);
  const connect = useMutation({
    mutationFn: ({ directoryType, directoryProvider }: Provider) =>
      api.post<{ directory: Directory }>(
        '/directories',
        { directory_type: directoryType, directory_provider: directoryProvider },
        { idempotencyKey: key },
      ),
    onSuccess: ({ directory }, provider) => {
      directoryEvent('ROLLCALL_DIRECTORY_CREATED', directory);
      go(`/d/${directory.id}/setup/${firstStepOf(provider)}`);
      return client.invalidateQueries({ queryKey: ['directories'] });
    },
    onSettled: () => setKey(newIdempotencyKey()),
  });
  if (session.directory_id !== null) return <NotFound />;
  const shown = matching(availableProviders, search, way);
  return (
    <div className="stack">
      <PageTitle title={t('title')} />
      <div className="filter-bar">
        <TextInput
          className="search-box"
          type="search"
          role="searchbox"
          aria-label={t('search')}
          placeholder={t('search')}
          data-page-search
          leftSection={<MagnifyingGlassIcon width={16} aria-hidden />}
          value={search}
          maxLength={100}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Radio.Group className="wide" aria-label={t('way')} value={way} onChange={(value) => setWay(value as Way)}>
          <div className="row">
            <Radio value="all" label={t('all')} />
            <Radio value="push" label={t('push')} />
            <Radio value="pull" label={t('pull')} />
          </div>
        </Radio.Group>
      </div>
      <ActionError error={connect.error} />
      {shown.length === 0 ? (
        <Empty title={t('nothing')}>
          <p>{t('nothingText')}</p>
        </Empty>
      ) : (
        <ul className="cards tiles">
          {shown.map((provider) => (
            <li key={provider.label} className="card tile">
              <Button
                variant="transparent"
                classNames={{ root: 'tile-button', label: 'tile-label' }}
                aria-describedby={`about-${provider.directoryProvider}`}
                loading={connect.isPending && connect.variables.directoryProvider === provider.directoryProvider}
                disabled={connect.isPending}
                onClick={() => connect.mutate(provider)}
              >
                {provider.label}
              </Button>
              <p id={`about-${provider.directoryProvider}`} className="dimmed">
                {isPush(provider) ? t('pushes') : provider.directoryProvider === 'CSV' ? t('uploads') : t('pulls')}
                {' · '}
                {t('minutes', { minutes: provider.minutes })}
              </p>
            </li>
          ))}
        </ul>
      )}
      {session.can_invite && (
        <p>
          {t('notYours')} <InviteLink />
        </p>
      )}
    </div>
  );
}
