import { Radio, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { announce } from '../../app/announcements';
import { useGo } from '../../app/use-address';
import { Confirm } from '../../parts/confirm';
import { isTypedName } from '../../parts/typed-name';
import { directoryEvent } from '../directory-events';
import { directoryName } from '../directory-name';
import { useDirectoryScope } from '../directory-scope';

/** Needs a choice and the typed name: it cannot be taken back. */
export function DeleteDirectory({ onClose }: { onClose: () => void }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const go = useGo();
  const name = directoryName(scope.directory);
  const [users, setUsers] = useState('');
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => scope.api.delete(scope.path(), { users }),
    onSuccess: () => {
      announce(t('delete.done', { name }));
      directoryEvent('ROLLCALL_DIRECTORY_DELETED', scope.directory);
      onClose();
      go(scope.listPage);
      client.removeQueries({ queryKey: scope.key() });
      return client.invalidateQueries({ queryKey: ['directories'] });
    },
  });
  return (
    <Confirm
      title={t('state.delete')}
      danger
      opened
      busy={remove.isPending}
      disabled={users === '' || !isTypedName(typed, name)}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <Radio.Group label={t('delete.users')} value={users} onChange={setUsers}>
        <div className="stack tight">
          <Radio value="keep" label={t('delete.keep')} description={t('delete.keepText')} />
          <Radio value="deactivate" label={t('delete.deactivate')} description={t('delete.deactivateText')} />
          <Radio value="erase" label={t('delete.erase')} description={t('delete.eraseText')} />
        </div>
      </Radio.Group>
      <TextInput
        label={t('delete.confirm', { name })}
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </Confirm>
  );
}
