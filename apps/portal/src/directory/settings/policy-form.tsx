import { Button, Radio, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { violationOf } from '../../api/problem';
import { announce } from '../../app/announcements';
import { AppLink } from '../../app/app-link';
import { LeaveGuard } from '../../app/leave-guard';
import { ActionError } from '../../parts/action-error';
import { useErrorFocus } from '../../parts/use-error-focus';
import { useDirectoryScope } from '../directory-scope';
import { isPush } from '../providers';
import { type Policy } from './leaving-policy';
import { bodyOf, draftOf, type PolicyDraft, wrongFields } from './policy-draft';
import { ReviewLimits } from './review-limits';

/** Fields of the api that stand in this form. */
const OWN = ['departure_attribute', 'time_zone', 'mass_leave_limit', 'sync_review.percent', 'sync_review.count'];

export function PolicyForm({ stored }: { stored: Policy }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const [draft, setDraft] = useState<PolicyDraft>();
  const [tried, setTried] = useState(0);
  const form = draft ?? draftOf(stored);
  const set = (change: Partial<PolicyDraft>) => setDraft({ ...form, ...change });
  const off = scope.readOnly !== undefined;
  const wrong = wrongFields(form);
  const save = useMutation({
    mutationFn: (draftToSave: PolicyDraft) => scope.api.put(scope.path('/policy'), bodyOf(stored, draftToSave)),
    onSuccess: async (_, sent) => {
      announce(t('policy.saved'));
      await client.invalidateQueries({ queryKey: scope.key('policy') });
      // What was changed meanwhile stays.
      setDraft((current) => (current === sent ? undefined : current));
      setTried(0);
    },
  });
  const submit = () => {
    setTried(tried + 1);
    if (Object.keys(wrong).length === 0) save.mutate(form);
  };
  /** What is wrong with a field: seen here, or said by the api. */
  const errorOf = (name: keyof typeof wrong, text: string, field: string) =>
    tried > 0 && wrong[name] ? text : violationOf(save.error, field);
  const fields = useErrorFocus<HTMLDivElement>(save.error ?? tried);
  return (
    <div ref={fields} className="stack">
      <LeaveGuard unsaved={draft !== undefined} />
      <Radio.Group
        label={t('policy.whenInactive')}
        value={form.onDeactivate}
        onChange={(value) => set({ onDeactivate: value as Policy['on_deactivate'] })}
      >
        <div className="stack tight">
          <Radio disabled={off} value="delete_event" label={t('policy.left')} />
          <Radio disabled={off} value="update_event" label={t('policy.suspended')} />
        </div>
      </Radio.Group>
      <Radio.Group
        label={t('policy.when')}
        value={form.departure}
        onChange={(value) => set({ departure: value as Policy['departure'] })}
      >
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
          error={errorOf('attribute', t('policy.needAttribute'), 'departure_attribute')}
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
          error={errorOf('holdAbove', t('policy.badHold'), 'mass_leave_limit')}
          onChange={(event) => set({ holdAbove: event.currentTarget.value })}
        />
      </div>
      {!isPush(scope.provider) && (
        <ReviewLimits
          draft={form}
          disabled={off}
          errors={{
            reviewPercent: errorOf('reviewPercent', t('policy.badPercent'), 'sync_review.percent'),
            reviewCount: errorOf('reviewCount', t('policy.badCount'), 'sync_review.count'),
          }}
          onChange={set}
        />
      )}
      <ActionError error={save.error} beside={OWN} />
      <div className="row">
        <Button disabled={draft === undefined || off} title={scope.readOnly} loading={save.isPending} onClick={submit}>
          {t('policy.save')}
        </Button>
        {stored.hold && <AppLink to={scope.page('/held')}>{t('policy.heldLink')}</AppLink>}
      </div>
    </div>
  );
}
