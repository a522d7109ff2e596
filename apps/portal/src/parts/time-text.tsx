import { useFormatter, useNow } from 'use-intl';

interface Props {
  at: string | null | undefined;
  /** With seconds and zone, for details. */
  exact?: boolean;
  never?: string;
}

/** A point in time: how long ago in lists, to the second in details; the other one is its tooltip. */
export function TimeText({ at, exact = false, never = '–' }: Props) {
  const format = useFormatter();
  const now = useNow({ updateInterval: 10_000 });
  if (at === null || at === undefined) return <>{never}</>;
  const date = new Date(at);
  const whole = format.dateTime(date, {
    dateStyle: 'medium',
    timeStyle: 'long',
  });
  // A clock that is a little ahead does not make things happen in the future.
  const soon = Math.abs(date.getTime() - now.getTime()) < 1_000;
  const relative = soon ? format.relativeTime(now, now) : format.relativeTime(date, now);
  return (
    <time dateTime={at} title={exact ? relative : whole}>
      {exact ? whole : relative}
    </time>
  );
}
