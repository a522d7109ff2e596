import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '../../parts/dialog';
import { type Role } from './role-list';

interface Props {
  role: Role;
  isNew: boolean;
  /** Names that other roles have. */
  taken: readonly string[];
  onApply: (role: Role) => void;
  onClose: () => void;
}

export function EditRole({ role: before, isNew, taken, onApply, onClose }: Props) {
  const t = useTranslations('administration');
  const [role, setRole] = useState(before);
  const [tried, setTried] = useState(false);
  const wrong =
    role.name.trim() === '' ? t('roles.nameNeeded') : taken.includes(role.name.trim()) ? t('roles.taken') : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong === undefined) onApply({ ...role, name: role.name.trim() });
  };
  const title = isNew ? t('roles.add') : t('roles.edit', { name: before.display_name || before.name });
  return (
    <Dialog title={title} opened onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit}>
        <TextInput
          label={t('roles.id')}
          description={t('roles.idText')}
          value={role.name}
          maxLength={100}
          data-autofocus
          error={tried ? wrong : undefined}
          onChange={(event) => setRole({ ...role, name: event.currentTarget.value })}
        />
        <TextInput
          label={t('roles.name')}
          value={role.display_name}
          maxLength={200}
          onChange={(event) => setRole({ ...role, display_name: event.currentTarget.value })}
        />
        <TextInput
          label={t('roles.description')}
          value={role.description}
          maxLength={500}
          onChange={(event) => setRole({ ...role, description: event.currentTarget.value })}
        />
        <Checkbox
          label={t('roles.default')}
          description={t('roles.defaultText')}
          checked={role.default}
          disabled={role.privileged}
          onChange={(event) => setRole({ ...role, default: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('roles.privileged')}
          description={t('roles.privilegedText')}
          checked={role.privileged}
          disabled={role.default}
          onChange={(event) => setRole({ ...role, privileged: event.currentTarget.checked })}
        />
        <div className="row end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit">{t('apply')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
