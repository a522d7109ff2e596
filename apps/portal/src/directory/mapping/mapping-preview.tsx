import { useTranslations } from 'use-intl';
import { Notice } from '../../parts/notice';
import { type MappingPreview, textOf, valueOf } from './mapping-query';

/** What would change before anything is saved. */
export function MappingPreviewRegion({ preview }: { preview: MappingPreview }) {
  const t = useTranslations('directory');
  const changed = preview.previews.filter(({ changed: fields }) => fields.length > 0);
  return (
    <section className="card stack" aria-label={t('mapping.previewRegion')}>
      <h2>{t('mapping.previewRegion')}</h2>
      <p>
        <strong>{t('mapping.affected', { count: preview.affected })}</strong>
        {preview.affected > 0 && <> {t('mapping.webhooks', { count: preview.affected })}</>}
      </p>
      {Boolean(preview.sampled) && (
        <Notice tone="warn">
          <p>{t('mapping.sampled')}</p>
        </Notice>
      )}
      {changed.length === 0 && <p className="dimmed">{t('mapping.nobodyShown')}</p>}
      {changed.map(({ user, before, after, changed: fields }) => (
        <div key={user.id}>
          <h3>
            <bdi>{user.name ?? user.id}</bdi>
          </h3>
          <dl className="changes">
            {fields.map((field) => (
              <div key={field}>
                <dt>
                  <code>{field}</code>
                </dt>
                <dd>
                  <del>
                    <bdi>{textOf(valueOf(before, field))}</bdi>
                  </del>{' '}
                  → <bdi>{textOf(valueOf(after, field))}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </section>
  );
}
