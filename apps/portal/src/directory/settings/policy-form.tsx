import { Button, Radio, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { violationOf } from '../../api/problem';
import { announce } from '../../app/announcements';
import { AppLink } from '../../app/app-link';
import { ActionError } from '../../parts/action-error';
import { useDirectoryScope } from '../directory-scope';
import { type Policy } from './leaving-policy';

interface Draft {
  onDeactivate: string;
  departure: string;
  attribute: string;
  timeZone: string;
  holdAbove: string;
}

const draftOf = (policy: Policy): Draft => ({
  onDeactivate: policy.on_deactivate,
  departure: policy.departure,
  attribute: policy.departure_attribute ?? '',
  timeZone: policy.time_zone,
  holdAbove: policy.hold ? String(policy.mass_leave_limit) : '',
});

export function PolicyForm({ stored }: { stored: Policy }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>();
  const [tried, setTried] = useState(false);
  const form = draft ?? draftOf(stored);
  const set = (change: Partial<Draft>) => setDraft({ ...form, ...change });
  const off = scope.readOnly !== undefined;
  const attribute = form.attribute.trim();
  const held = form.holdAbove.trim();
  const attributeError = form.departure === 'graceful' && attribute === '' ? t('policy.needAttribute') : undefined;
  const holdError = held !== '' && !/^[1-9]\d{0,6}$/.test(held) ? t('policy.badHold') : undefined;
  const save = useMutation({
    mutationFn: () =>
      scope.api.put(scope.path('/policy'), {
        on_deactivate: form.onDeactivate,
        departure: form.departure,
        departure_attribute: attribute === '' ? null : attribute,
        time_zone: form.timeZone.trim() || 'UTC',
        hold: held !== '',
        ...(held !== '' && { mass_leave_limit: Number(held) }),
      }),
    onSuccess: async () => {
      announce(t('policy.saved'));
      await client.invalidateQueries({ queryKey: scope.key('policy') });
      setDraft(undefined);
      setTried(false);
    },
  });
  const submit = () => {
    setTried(true);
    if (attributeError === undefined && holdError === undefined) save.mutate();
  };
  const refused = ['departure_attribute', 'time_zone', 'mass_leave_limit'].some((field) =>
    violationOf(save.error, field),
  );
  return (
    <div className="stack">
      <Radio.Group
        label={t('policy.whenInactive')}
        value={form.onDeactivate}
        onChange={(onDeactivate) => set({ onDeactivate })}
      >
        <div className="stack tight">
          <Radio disabled={off} value="delete_event" label={t('policy.left')} />
          <Radio disabled={off} value="update_event" label={t('policy.suspended')} />
        </div>
      </Radio.Group>
      <Radio.Group label={t('policy.when')} value={form.departure} onChange={(departure) => set({ departure })}>
        <div className="stack tight">
          <Radio disabled={off} value="immediate" label={t('policy.atOnce')} />
          <Radio disabled={off} value="graceful" label={t('policy.onDate')} />
        </div>
      </Radio.Group>
      <div className="form-grid">
        <TextInput
          label={t('policy.attribute')}
          description={t('policy.attributeText')}
          value={form.attribute}
          disabled={off}
          maxLength={1_024}
          spellCheck={false}
          error={(tried ? attributeError : undefined) ?? violationOf(save.error, 'departure_attribute')}
          onChange={(event) => set({ attribute: event.currentTarget.value })}
        />
        <TextInput
          label={t('policy.timeZone')}
          description={t('policy.timeZoneText')}
          value={form.timeZone}
          disabled={off}
          maxLength={64}
          spellCheck={false}
          error={violationOf(save.error, 'time_zone')}
          onChange={(event) => set({ timeZone: event.currentTarget.value })}
        />
        <TextInput
          label={t('policy.hold')}
          description={t('policy.holdText')}
          value={form.holdAbove}
          disabled={off}
          inputMode="numeric"
          maxLength={7}
          error={(tried ? holdError : undefined) ?? violationOf(save.error, 'mass_leave_limit')}
          onChange={(event) => set({ holdAbove: event.currentTarget.value })}
        />
      </div>
      {!refused && <ActionError error={save.error} />}
      <div className="row">
        <Button disabled={draft === undefined || off} title={scope.readOnly} loading={save.isPending} onClick={submit}>
          {t('policy.save')}
        </Button>
        {stored.hold && <AppLink to={scope.page('/held')}>{t('policy.heldLink')}</AppLink>}
      </div>
    </div>
  );
}
