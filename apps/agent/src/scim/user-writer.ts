import { PATCH_OP_URN, ScimError, type ScimResource, USER_URN } from '#scim';
import { type Person } from '../state/agent-state.js';
import { type Acknowledgements } from '../sync/acknowledgements.js';
import { nameHash } from '../sync/listed.js';
import { MOST_BODY_BYTES } from './member-portions.js';
import { Patience } from './patience.js';
import { ResourceFinder } from './resource-finder.js';
import { type ScimAnswer, type ScimEndpoint } from './scim-endpoint.js';

const DEACTIVATION = {
  schemas: [PATCH_OP_URN],
  Operations: [{ op: 'replace', path: 'active', value: false }],
};

export interface UserWriterOptions {
  endpoint: Pick<ScimEndpoint, 'send'>;
  acknowledgements: Acknowledgements;
  isEmpty: boolean;
}

/** People at a SCIM endpoint. Doing any of it twice is as good as once. */
export class UserWriter {
  private readonly finder: ResourceFinder;

  constructor(private readonly options: UserWriterOptions) {
    this.finder = new ResourceFinder(options.endpoint, 'Users');
  }

  /** @throws ScimError where the endpoint refuses them as they are */
  async create(resource: ScimResource): Promise<void> {
    const externalId = resource['externalId'] as string;
    const known = this.state.people.get(externalId);
    if (known?.id != null) return await this.replace(known.id, resource, true);
    const patience = new Patience();
    for (let mayBeThere = !this.options.isEmpty; ; mayBeThere = true) {
      // `externalId` need not be unique: only a look tells whether an answer was lost.
      const found = mayBeThere ? await this.finder.byExternalId(externalId) : undefined;
      if (found !== undefined) return await this.replace(found.id, resource, true, false);
      const answer = await this.post(resource, patience);
      if (answer === 'again') continue;
      this.options.acknowledgements.person(externalId, answer);
      return;
    }
  }

  /** @throws ScimError */
  async update(externalId: string, resource: ScimResource): Promise<void> {
    const person = this.state.people.get(externalId)!;
    const leaves = resource['active'] === false && (person.active || person.activityInDoubt);
    if (!leaves) {
      const saysActive = person.activityInDoubt || person.active !== (resource['active'] !== false);
      return await this.replace(person.id!, resource, saysActive);
    }
    // By itself first: nothing else that the endpoint may refuse keeps a leaver in.
    if (!(await this.sayInactive(person.id!))) return await this.create(this.forgotten(person, resource));
    this.options.acknowledgements.inactive(person);
    await this.replace(person.id!, resource, false).catch((error: unknown) => {
      // They have left; the rest is tried again in the next run.
      if (!(error instanceof ScimError)) throw error;
    });
  }

  /** The source no longer lists them. */
  async deactivate(externalId: string): Promise<void> {
    const { acknowledgements } = this.options;
    const person = this.state.people.get(externalId);
    if (person === undefined) return;
    const id = person.id ?? (await this.finder.byExternalId(externalId))?.id;
    if (id === undefined) return acknowledgements.missing(person);
    if (await this.sayInactive(id)) acknowledgements.gone(person, id);
    else acknowledgements.missing(person);
  }

  private get state() {
    return this.options.acknowledgements.state;
  }

  /**
   * The whole of them. `active` is left out where the source says nothing new about it: somebody whom the endpoint's own policy
   * let go stays gone (docs/scim.md).
   */
  private async replace(id: string, resource: ScimResource, saysActive: boolean, mayCreate = true): Promise<void> {
    const externalId = resource['externalId'] as string;
    const { active, ...rest } = resource;
    const body = bodyOf(saysActive ? { ...rest, active: active !== false } : rest);
    let answer = await this.options.endpoint.send('PUT', `/Users/${encodeURIComponent(id)}`, body);
    if (answer.status === 409 && (await this.freeName(resource)))
      answer = await this.options.endpoint.send('PUT', `/Users/${encodeURIComponent(id)}`, body);
    if (answer.status === 404 && mayCreate) {
      const person = this.state.people.get(externalId);
      return await this.create(person === undefined ? resource : this.forgotten(person, resource));
    }
    assertDone(answer);
    this.options.acknowledgements.person(externalId, id);
  }

  /** @returns the id, or `again` where another look is needed */
  private async post(resource: ScimResource, patience: Patience): Promise<string> {
    const { endpoint, acknowledgements } = this.options;
    const answer = await endpoint.send('POST', '/Users', bodyOf(resource), { once: true, patience });
    if (answer.status === 0) return 'again';
    if (answer.status === 409) {
      const externalId = resource['externalId'] as string;
      const [namesake] = await this.finder.byName(resource['userName'] as string);
      // Made by hand, or by a client without external ids: it is them.
      if (namesake !== undefined && (namesake.externalId === undefined || namesake.externalId === externalId)) {
        await this.replace(namesake.id, resource, true, false);
        return acknowledgements.state.people.get(externalId)!.id!;
      }
      if (await this.freeName(resource)) return 'again';
    }
    assertDone(answer);
    return answer.body['id'] as string;
  }

  /**
   * A leaver of ours still has the name, and somebody new is to get it: the leaver's record is deleted. They are gone already,
   * and come back under their id if the source lists them again.
   */
  private async freeName(resource: ScimResource): Promise<boolean> {
    const holder = this.state.named(nameHash(resource));
    if (holder?.gone !== true || holder.id === null || holder.externalId === resource['externalId']) return false;
    const { status } = await this.options.endpoint.send('DELETE', `/Users/${encodeURIComponent(holder.id)}`);
    if (status !== 204 && status !== 200 && status !== 404) return false;
    this.options.acknowledgements.deleted(holder);
    return true;
  }

  /** @returns false where the endpoint does not have them */
  private async sayInactive(id: string): Promise<boolean> {
    const answer = await this.options.endpoint.send('PATCH', `/Users/${encodeURIComponent(id)}`, DEACTIVATION);
    if (answer.status === 404) return false;
    assertDone(answer);
    return true;
  }

  /** Somebody at the endpoint has deleted them. */
  private forgotten(person: Person, resource: ScimResource): ScimResource {
    person.id = null;
    return resource;
  }
}

function bodyOf(resource: ScimResource): Record<string, unknown> {
  const extensions = Object.keys(resource).filter((key) => key.startsWith('urn:'));
  const body = { ...resource, schemas: [USER_URN, ...extensions.filter((urn) => urn !== USER_URN)] };
  if (Buffer.byteLength(JSON.stringify(body)) > MOST_BODY_BYTES)
    throw new ScimError(413, 'The person has more than 256 KiB of attributes.');
  return body;
}

/** The endpoint's own words are left out: they may name people. */
function assertDone({ status, body }: ScimAnswer): void {
  if (status >= 200 && status < 300) return;
  if (status === 409) throw ScimError.uniqueness('Somebody else has the user name.');
  const scimType = typeof body['scimType'] === 'string' ? ` ${body['scimType']}` : '';
  throw new ScimError(status, `The endpoint answers ${status}${scimType}.`);
}
