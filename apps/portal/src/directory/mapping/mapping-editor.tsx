import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { violationWithin } from '../../api/problem';
import { announce } from '../../app/announcements';
import { LeaveGuard } from '../../app/leave-guard';
import { ActionError } from '../../parts/action-error';
import { NotUpdated } from '../../parts/not-updated';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { useDirectoryScope } from '../directory-scope';
import { EditMapping } from './edit-mapping';
import { changedFields, fromStored, type Mapping, replaced, rowsOf, toBody, withPreset } from './mapping';
import { MappingPreviewRegion } from './mapping-preview';
import { previewMapping, useMapping, usePersonPreview, usePreviewPeople, useSentAttributes } from './mapping-query';
import { MappingTable } from './mapping-table';
import { SentAttributesTable } from './sent-attributes';

const MOST_PREVIEWS = 5;

/** Where each field comes from, on what this directory really sent. */
export function MappingEditor() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const stored = useMapping(scope);
  const sent = useSentAttributes(scope);
  const offered = usePreviewPeople(scope);
  const people = offered.data ?? [];
  const [draft, setDraft] = useState<Mapping[]>();
  const [person, setPerson] = useState('');
  const [editing, setEditing] = useState<Mapping | 'new'>();
  const saved = (stored.data?.attribute_mappings.attributes ?? []).map(fromStored);
  const own = draft ?? saved;
  const chosen = person || people[0]?.id || '';
  const gets = usePersonPreview(scope, own, chosen);
  const preview = useMutation({
    mutationFn: () => {
      const others = people.map(({ id }) => id).filter((id) => id !== chosen);
      return previewMapping(scope, own, [chosen, ...others].slice(0, MOST_PREVIEWS));
    },
  });
  const save = useMutation({
    mutationFn: (mappings: Mapping[]) => scope.api.put(scope.path('/attributes'), { attributes: toBody(mappings) }),
    onSuccess: async (_, sent) => {
      announce(t('mapping.saved'));
      preview.reset();
      await client.invalidateQueries({ queryKey: scope.key() });
      // What was changed meanwhile stays.
      setDraft((current) => (current === sent ? undefined : current));
    },
  });
  // The values of a person make other columns: the table waits for the first ones.
  if (stored.data === undefined || offered.isPending || (draft === undefined && gets.isLoading)) {
    return stored.isError ? (
      <ProblemView error={stored.error} onRetry={() => void stored.refetch()} />
    ) : (
      <PageLoading />
    );
  }
  const { preset } = stored.data;
  const changed = draft === undefined ? [] : changedFields(saved, draft);
  const missing = new Map(stored.data.attribute_mappings.attributes.map(({ key, missing: count }) => [key, count]));
  for (const { key, count } of gets.data?.missing ?? []) missing.set(key, count);
  const change = (next: Mapping[]) => {
    preview.reset();
    setDraft(next);
  };
  const discard = () => {
    preview.reset();
    save.reset();
    setDraft(undefined);
  };
  return (
    <div className="stack">
      <LeaveGuard unsaved={changed.length > 0} text={t('mapping.leave')} />
      <NotUpdated query={stored} />
      <div className="filter-bar">
        <NativeSelect
          className="filter-choice"
          label={t('mapping.previewWith')}
          disabled={people.length === 0}
          value={chosen}
          data={
            people.length === 0
              ? [{ value: '', label: t('mapping.nobody') }]
              : people.map(({ id, name, preferred_username }) => ({ value: id, label: name || preferred_username }))
          }
          onChange={(event) => setPerson(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={scope.readOnly !== undefined}
          title={scope.readOnly}
          onClick={() => change(withPreset(own, preset))}
        >
          {t('mapping.usePreset', { provider: scope.provider.label })}
        </Button>
        <Button
          variant="default"
          disabled={scope.readOnly !== undefined}
          title={scope.readOnly}
          onClick={() => setEditing('new')}
        >
          {t('mapping.addCustom')}
        </Button>
      </div>
      <MappingTable
        rows={rowsOf(own, preset)}
        person={people.find(({ id }) => id === chosen)}
        after={gets.data?.previews[0]?.after}
        missing={missing}
        problemOf={(at) => violationWithin(gets.error ?? preview.error ?? save.error, `attributes[${at}]`)}
        onEdit={setEditing}
        onRemove={(key) => change(own.filter((mapping) => mapping.key !== key))}
      />
      <div className="row action-bar">
        <span role="status">{changed.length > 0 && t('mapping.unsaved', { count: changed.length })}</span>
        <Button
          variant="default"
          disabled={people.length === 0}
          loading={preview.isPending}
          onClick={() => preview.mutate()}
        >
          {t('mapping.preview')}
        </Button>
        <Button variant="default" disabled={draft === undefined} onClick={discard}>
          {t('mapping.discard')}
        </Button>
        <Button
          disabled={changed.length === 0 || scope.readOnly !== undefined}
          title={scope.readOnly}
          loading={save.isPending}
          onClick={() => save.mutate(own)}
        >
          {t('mapping.save')}
        </Button>
      </div>
      <ActionError error={save.error ?? preview.error} />
      {preview.data && <MappingPreviewRegion preview={preview.data} />}
      {sent.isPending ? <PageLoading lines={1} /> : <SentAttributesTable sent={sent.data} />}
      {editing !== undefined && (
        <EditMapping
          mapping={editing === 'new' ? undefined : editing}
          taken={own.map(({ key }) => key)}
          sent={sent.data?.attributes ?? []}
          onClose={() => setEditing(undefined)}
          onApply={(mapping) => {
            change(replaced(own, mapping));
            setEditing(undefined);
          }}
        />
      )}
    </div>
  );
}
