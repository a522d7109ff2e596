import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useGo } from '../../app/use-address';
import { ActionError } from '../../parts/action-error';
import { Dialog } from '../../parts/dialog';
import { Notice } from '../../parts/notice';
import { type User } from '../directory';
import { useDirectoryScope } from '../directory-scope';
import { AssignStep } from './assign-step';

/** Looks for one person by user name and by address, and says what to check where nobody is found. */
export function FindMissingPerson() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const go = useGo();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const find = useMutation({
    mutationFn: async (who: string) => {
      const byName = await scope.get<{ users: User[] }>('/users', { filter: `userName eq ${JSON.stringify(who)}` });
      if (byName.users.length > 0) return byName.users;
      return (await scope.get<{ users: User[] }>('/users', { email: who })).users;
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') find.mutate(name.trim());
  };
  const close = () => {
    setOpened(false);
    find.reset();
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('missing.title')}
      </Button>
      <Dialog title={t('missing.title')} opened={opened} onClose={close}>
        <form className="stack" onSubmit={submit}>
          <TextInput
            label={t('missing.who')}
            description={t('missing.whoText')}
            value={name}
            maxLength={200}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <div className="row end">
            <Button type="submit" loading={find.isPending}>
              {t('missing.find')}
            </Button>
          </div>
          <ActionError error={find.error} />
          {find.data?.map((user) => (
            <Notice key={user.id} tone={user.active ? 'ok' : 'warn'} role="status">
              <p>
                <bdi>{user.name || user.preferred_username}</bdi>{' '}
                {user.active ? t('missing.active') : t('missing.inactive', { provider: scope.provider.label })}
              </p>
              <div>
                <Button
                  variant="default"
                  size="sm"
                  onClick={() => {
                    close();
                    go(scope.page(`/users/${user.id}`));
                  }}
                >
                  {t('missing.open')}
                </Button>
              </div>
            </Notice>
          ))}
          {find.data?.length === 0 && (
            <Notice tone="warn" role="status">
              <p>{t('missing.nobody', { provider: scope.provider.label })}</p>
              <AssignStep />
            </Notice>
          )}
        </form>
      </Dialog>
    </>
  );
}
