import { useTranslations } from 'use-intl';
import { RowsTable } from '../../parts/rows-table';
import { useDirectoryScope } from '../directory-scope';
import { type SentAttributes, textOf } from './mapping-query';

/** Every path that came, and how many people have it. */
export function SentAttributesTable({ sent }: { sent: SentAttributes | undefined }) {
  const t = useTranslations('directory');
  const { provider } = useDirectoryScope();
  if (sent === undefined || sent.attributes.length === 0) return null;
  const title = t('mapping.sent', { provider: provider.label });
  return (
    <details className="card">
      <summary>{title}</summary>
      <div className="stack">
        <p className="dimmed">{t('mapping.sentText', { count: sent.users_seen })}</p>
        <RowsTable
          label={title}
          rows={sent.attributes}
          rowKey={({ path }) => path}
          columns={[
            { id: 'path', header: t('mapping.path'), cell: ({ path }) => <code>{path}</code> },
            {
              id: 'samples',
              header: t('mapping.samples'),
              cell: ({ samples }) => <bdi>{samples.map(textOf).join(' · ').slice(0, 200)}</bdi>,
            },
            { id: 'seen', header: t('mapping.seenIn'), end: true, cell: ({ seen_in }) => seen_in },
          ]}
        />
      </div>
    </details>
  );
}
