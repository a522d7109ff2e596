import { useTranslations } from 'use-intl';
import { type FieldViolation } from '../../api/problem';
import { RowsTable } from '../../parts/rows-table';

const SHOWN = 100;

/** What is wrong with the file, by line. Nothing of it was taken. */
export function RejectedRows({ rows }: { rows: readonly FieldViolation[] }) {
  const t = useTranslations('directory');
  return (
    <section className="stack" aria-label={t('upload.rejected')} role="alert">
      <h2>{t('upload.rejected')}</h2>
      <p className="dimmed">{t('upload.rejectedText')}</p>
      <RowsTable
        label={t('upload.rejected')}
        rows={rows.slice(0, SHOWN).map((row, at) => ({ ...row, at }))}
        rowKey={({ at }) => String(at)}
        total={rows.length}
        columns={[
          { id: 'where', header: t('upload.where'), cell: ({ field }) => <bdi>{field}</bdi> },
          { id: 'what', header: t('upload.wrong'), cell: ({ description }) => <bdi>{description}</bdi> },
        ]}
      />
    </section>
  );
}
