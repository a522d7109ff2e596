import { useQuery } from '@tanstack/react-query';
import { type components } from '#client';
import { type User } from '../directory';
import { type DirectoryScope } from '../directory-scope';
import { type Mapping, toBody } from './mapping';

type Schemas = components['schemas'];
type AttributesAnswer = Schemas['AttributesAnswer'];
export type SentAttributes = Schemas['SchemaAnswer'];
export type SentAttribute = Schemas['SeenAttributeBody'];
export type MappingPreview = Schemas['PreviewAnswer'];

export function useMapping(scope: DirectoryScope) {
  return useQuery({
    queryKey: scope.key('attributes'),
    queryFn: ({ signal }) => scope.get<AttributesAnswer>('/attributes', undefined, signal),
  });
}

/** What this directory really sent. */
export function useSentAttributes(scope: DirectoryScope) {
  return useQuery({
    queryKey: scope.key('schema'),
    queryFn: async ({ signal }) => {
      const answer = await scope.get<SentAttributes | { schema: SentAttributes }>('/schema', undefined, signal);
      return 'schema' in answer ? answer.schema : answer;
    },
  });
}

/** People to try a mapping on. */
export function usePreviewPeople(scope: DirectoryScope) {
  return useQuery({
    queryKey: scope.key('preview-people'),
    queryFn: async ({ signal }) => (await scope.get<{ users: User[] }>('/users', { page_size: 20 }, signal)).users,
  });
}

export function previewMapping(
  scope: DirectoryScope,
  mappings: readonly Mapping[],
  users: readonly string[],
  signal?: AbortSignal,
) {
  const body = { attributes: toBody(mappings), ...(users.length > 0 && { user_ids: users }) };
  return scope.api.post<MappingPreview>(scope.path('/attributes:preview'), body, { signal });
}

/** What one person gets under the mapping that is on the screen. */
export function usePersonPreview(scope: DirectoryScope, mappings: readonly Mapping[], user: string) {
  return useQuery({
    queryKey: scope.key('person-preview', user, JSON.stringify(mappings)),
    queryFn: ({ signal }) => previewMapping(scope, mappings, [user], signal),
    enabled: user !== '',
    placeholderData: (previous) => previous,
  });
}

/** The value of a field; custom attributes stand in an object of their own. */
export function valueOf(user: Record<string, unknown> | undefined, key: string): unknown {
  if (user === undefined) return undefined;
  if (key in user) return user[key];
  const custom = user['custom_attributes'] as Record<string, unknown> | undefined;
  return key.startsWith('custom_attributes.') ? custom?.[key.slice('custom_attributes.'.length)] : undefined;
}

export const textOf = (value: unknown): string =>
  value === undefined || value === null || value === ''
    ? '–'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
