import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { announce } from '../../app/announcements';
import { ActionError } from '../../parts/action-error';
import { Notice } from '../../parts/notice';
import { useDirectoryScope } from '../directory-scope';
import { leavingPercent, type Sync } from './sync';
import { SyncChanges } from './sync-changes';

/** So many would leave that a person looks first. Nothing was changed. */
export function SyncReview({ sync }: { sync: Sync }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const [checked, setChecked] = useState(false);
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: (what: 'approve' | 'reject') =>
      scope.api.post(
        scope.path(`/syncs/${sync.id}:${what}`),
        reason.trim() === '' ? undefined : { reason: reason.trim() },
      ),
    onSuccess: (_, what) => {
      announce(what === 'approve' ? t('review.approved') : t('review.rejected'));
      return client.invalidateQueries({ queryKey: scope.key() });
    },
  });
  const review = sync.review;
  const off = scope.readOnly !== undefined || decide.isPending;
  return (
    <section className="stack" aria-label={t('review.title')}>
      <Notice tone="warn">
        <h2>{t('review.title')}</h2>
        {review !== null && (
          <>
            {review.reason !== '' && <p>{review.reason}</p>}
            <p>
              {t('review.would', {
                count: review.would_deactivate,
                of: review.of,
                percent: leavingPercent(review),
              })}
            </p>
            {review.would_delete_groups > 0 && <p>{t('review.groups', { count: review.would_delete_groups })}</p>}
          </>
        )}
        <p className="dimmed">{t('review.nothing')}</p>
      </Notice>
      <SyncChanges sync={sync} />
      <div className="card stack">
        <TextInput
          label={t('review.reason')}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Checkbox
          label={t('review.checked')}
          checked={checked}
          onChange={(event) => setChecked(event.currentTarget.checked)}
        />
        <ActionError error={decide.error} />
        <div className="row between">
          <Button variant="default" disabled={off} title={scope.readOnly} onClick={() => decide.mutate('reject')}>
            {t('review.reject')}
          </Button>
          <Button
            color="red"
            disabled={off || !checked}
            title={scope.readOnly}
            onClick={() => decide.mutate('approve')}
          >
            {t('review.approve')}
          </Button>
        </div>
      </div>
    </section>
  );
}
