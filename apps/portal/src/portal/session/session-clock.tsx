import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { announce } from '../../app/announcements';
import { Dialog } from '../../parts/dialog';
import { ParentMessages } from '../embedding/parent-messages';
import { usePortalSession } from './session-context';
import { endSession, useSessionEnded } from './session-ended';

const WARNING_MS = 5 * 60_000;
const LONGEST_TIMER_MS = 2_147_000_000;

/** Warns five minutes before the end, and tells the page around the portal what it has to know. */
export function SessionClock() {
  const t = useTranslations('portal');
  const format = useFormatter();
  const { session, organization, parent_origins } = usePortalSession();
  const [warned, setWarned] = useState(false);
  const ended = useSessionEnded();
  const expiry = session.expires_at;
  const origins = parent_origins.join(' ');
  const [parent] = useState(() => new ParentMessages(origins === '' ? [] : origins.split(' '), organization.id));
  useEffect(() => {
    parent.passOnDirectoryEvents();
    parent.send('PORTAL_LOAD_SUCCESS', { data: { expiry } });
    return parent.followHeight();
  }, [parent, expiry]);
  useEffect(() => {
    const left = Date.parse(expiry) - Date.now();
    const warn = () => {
      setWarned(true);
      announce(t('soon.title'));
      parent.send('PORTAL_SESSION_WARNING');
    };
    const timers = [
      setTimeout(warn, Math.min(LONGEST_TIMER_MS, Math.max(0, left - WARNING_MS))),
      setTimeout(endSession, Math.min(LONGEST_TIMER_MS, Math.max(0, left))),
    ];
    return () => timers.forEach(clearTimeout);
  }, [expiry, parent, t]);
  useEffect(() => {
    if (ended) parent.send('PORTAL_SESSION_EXPIRY');
  }, [ended, parent]);
  return (
    <Dialog title={t('soon.title')} opened={warned && !ended} onClose={() => setWarned(false)}>
      <div className="stack">
        <p>{t('soon.text', { time: format.dateTime(new Date(expiry), { timeStyle: 'short' }) })}</p>
        <div className="row end">
          <Button data-autofocus onClick={() => setWarned(false)}>
            {t('soon.ok')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
