import { GROUP_URN, type MemberOperation, type ScimResource } from '#scim';
import { type KnownGroup } from '../state/agent-state.js';
import { type Acknowledgements } from '../sync/acknowledgements.js';
import { type EndpointReader } from './endpoint-reader.js';
import { FIRST_MEMBERS, memberPortions } from './member-portions.js';
import { Patience } from './patience.js';
import { ResourceFinder } from './resource-finder.js';
import { type ScimEndpoint } from './scim-endpoint.js';

export interface GroupWriterOptions {
  endpoint: Pick<ScimEndpoint, 'send'>;
  acknowledgements: Acknowledgements;
  isEmpty: boolean;
  reader: Pick<EndpointReader, 'people' | 'members'>;
  wanted(externalId: string): ReadonlySet<string>;
  onSkippedGroup(externalId: string): void;
}

/**
 * Groups at a SCIM endpoint. Members are named by external id, which the endpoint keeps until the person arrives (docs/scim.md): so
 * groups can come first, and everybody is created with their groups.
 */
export class GroupWriter {
  private readonly finder: ResourceFinder;

  constructor(private readonly options: GroupWriterOptions) {
    this.finder = new ResourceFinder(options.endpoint, 'Groups');
  }

  async create(resource: ScimResource, members: readonly string[]): Promise<void> {
    const { endpoint, acknowledgements, isEmpty } = this.options;
    const externalId = resource['externalId'] as string;
    const first = members.slice(0, FIRST_MEMBERS);
    const body = bodyOf({ ...resource, members: first.map((value) => ({ value })) });
    const patience = new Patience();
    for (let mayBeThere = !isEmpty; ; mayBeThere = true) {
      const found = mayBeThere ? await this.find(resource) : undefined;
      if (found !== undefined) {
        if (!(await this.replace(found, resource))) return;
        await this.removeStrangers(externalId, found);
        return await this.change(externalId, 'add', members);
      }
      const answer = await endpoint.send('POST', '/Groups', body, { once: true, patience });
      if (answer.status === 0) continue;
      if (answer.status !== 201 && answer.status !== 200) return this.options.onSkippedGroup(externalId);
      const group = acknowledgements.group(externalId, answer.body['id'] as string, resource);
      acknowledgements.members(group, 'add', first);
      return await this.change(externalId, 'add', members.slice(FIRST_MEMBERS));
    }
  }

  /** @param resource undefined: only members change */
  async update(
    externalId: string,
    resource: ScimResource | undefined,
    operations: readonly MemberOperation[],
  ): Promise<void> {
    const id = this.known(externalId)?.id;
    // It was refused just now, and is tried again in the next run.
    if (id == null) return;
    if (resource !== undefined && !(await this.replace(id, resource))) return;
    for (const operation of operations)
      if (operation.kind === 'add' || operation.kind === 'remove')
        await this.change(externalId, operation.kind, operation.values);
  }

  async delete(externalId: string): Promise<void> {
    const { endpoint, acknowledgements } = this.options;
    const id = this.known(externalId)?.id ?? (await this.finder.byExternalId(externalId))?.id;
    if (id !== undefined) {
      const { status } = await endpoint.send('DELETE', pathOf(id));
      if (status !== 204 && status !== 200 && status !== 404) return this.options.onSkippedGroup(externalId);
    }
    acknowledgements.noGroup(externalId);
  }

  private known(externalId: string): KnownGroup | undefined {
    return this.options.acknowledgements.state.groups.get(externalId);
  }

  /** By external id, or by a name that no other external id has. */
  private async find(resource: ScimResource): Promise<string | undefined> {
    const found = await this.finder.byExternalId(resource['externalId'] as string);
    if (found !== undefined) return found.id;
    const namesakes = await this.finder.byName(resource['displayName'] as string);
    return namesakes.find(({ externalId }) => externalId === undefined)?.id;
  }

  /** Without `members`, which the endpoint keeps then (docs/scim.md). @returns whether it is done */
  private async replace(id: string, resource: ScimResource): Promise<boolean> {
    const externalId = resource['externalId'] as string;
    const { status } = await this.options.endpoint.send('PUT', pathOf(id), bodyOf(resource));
    if (status === 404) {
      this.lose(externalId);
      return false;
    }
    if (status !== 200 && status !== 204) {
      this.options.onSkippedGroup(externalId);
      return true;
    }
    this.options.acknowledgements.group(externalId, id, resource);
    return true;
  }

  /** Members whom the source does not list, and of whom a state that was lost might have known. */
  private async removeStrangers(externalId: string, id: string): Promise<void> {
    const { reader, acknowledgements, wanted } = this.options;
    if (acknowledgements.state.settled) return;
    const values = await reader.members(id);
    if (values.length === 0) return;
    const people = await reader.people();
    const listed = wanted(externalId);
    await this.change(
      externalId,
      'remove',
      values.filter((value) => !listed.has(people.get(value)?.externalId ?? value)),
    );
  }

  private async change(externalId: string, kind: 'add' | 'remove', values: readonly string[]): Promise<void> {
    const { endpoint, acknowledgements } = this.options;
    for (const portion of memberPortions(kind, values)) {
      const group = this.known(externalId);
      if (group?.id == null) return;
      const { status } = await endpoint.send('PATCH', pathOf(group.id), portion.body);
      if (status === 404) return this.lose(externalId);
      if (status >= 300) return this.options.onSkippedGroup(externalId);
      acknowledgements.members(group, kind, portion.values);
    }
  }

  /** Somebody at the endpoint has deleted it: the next run makes it anew, with all members. */
  private lose(externalId: string): void {
    this.options.acknowledgements.noGroup(externalId);
    this.options.onSkippedGroup(externalId);
  }
}

const pathOf = (id: string): string => `/Groups/${encodeURIComponent(id)}`;

const bodyOf = (resource: ScimResource): Record<string, unknown> => ({ ...resource, schemas: [GROUP_URN] });
