import { Button } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { type Column, RowsTable } from '../../parts/rows-table';
import { StateBadge } from '../../parts/state-badge';
import { type User } from '../directory';
import { useDirectoryScope } from '../directory-scope';
import { type Mapping, type MappingRow } from './mapping';
import { textOf, valueOf } from './mapping-query';

interface Props {
  rows: readonly MappingRow[];
  person: User | undefined;
  after: Record<string, unknown> | undefined;
  missing: ReadonlyMap<string, number>;
  /** What is wrong with a rule of the directory, by its place among them. */
  problemOf: (at: number) => string | undefined;
  onEdit: (mapping: Mapping) => void;
  onRemove: (key: string) => void;
}

export function MappingTable({ rows, person, after, missing, problemOf, onEdit, onRemove }: Props) {
  const t = useTranslations('directory');
  const format = useFormatter();
  const { readOnly } = useDirectoryScope();
  const columns: Column<MappingRow>[] = [
    { id: 'field', header: t('mapping.field'), wide: true, cell: ({ key }) => <code>{key}</code> },
    {
      id: 'from',
      header: t('mapping.from'),
      cell: (row) => (
        <ul className="plain">
          {row.sources.map((source, at) => (
            <li key={`${at}-${source}`}>
              {at > 0 && <span className="dimmed">{t('mapping.else')} </span>}
              <code>{source}</code>
            </li>
          ))}
          {row.fallback !== '' && (
            <li>
              <span className="dimmed">{t('mapping.else')} </span>
              <bdi>“{String(row.fallback)}”</bdi>
            </li>
          )}
          {row.transforms.length > 0 && <li className="dimmed">{row.transforms.join(' · ')}</li>}
          {!row.own && <li className="dimmed">{t('mapping.default')}</li>}
          {row.own && problemOf(rows.indexOf(row)) !== undefined && (
            <li className="wrong" role="alert">
              {problemOf(rows.indexOf(row))}
            </li>
          )}
        </ul>
      ),
    },
    {
      id: 'gets',
      wide: true,
      header:
        person === undefined
          ? t('mapping.gets')
          : t('mapping.personGets', { name: person.name || person.preferred_username }),
      cell: ({ key }) => <bdi>{textOf(valueOf(after, key))}</bdi>,
    },
    {
      id: 'missing',
      header: t('mapping.missing'),
      end: true,
      cell: ({ key }) => {
        const count = missing.get(key);
        if (count === undefined || count === 0) return <span className="dimmed">{count ?? '–'}</span>;
        return <StateBadge tone="warn">{format.number(count)}</StateBadge>;
      },
    },
    {
      id: 'actions',
      header: t('mapping.actions'),
      end: true,
      cell: (row) => (
        <div className="row end tight">
          <Button
            variant="default"
            size="xs"
            disabled={readOnly !== undefined}
            title={readOnly}
            aria-label={t('mapping.edit', { field: row.key })}
            onClick={() => onEdit(row)}
          >
            {t('mapping.editShort')}
          </Button>
          {row.own && (
            <Button
              variant="subtle"
              size="xs"
              disabled={readOnly !== undefined}
              title={readOnly}
              aria-label={t('mapping.remove', { field: row.key })}
              onClick={() => onRemove(row.key)}
            >
              {t('mapping.removeShort')}
            </Button>
          )}
        </div>
      ),
    },
  ];
  return <RowsTable label={t('mapping.table')} columns={columns} rows={rows} rowKey={({ key }) => key} />;
}
