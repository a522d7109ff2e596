import { type DirectoryWriter } from '#connectors';
import { type Change, type ResultOf } from '#directory';
import { type ScimResource } from '#scim';
import { type Acknowledgements } from '../sync/acknowledgements.js';
import { type EndpointReader } from './endpoint-reader.js';
import { GroupWriter } from './group-writer.js';
import { type ScimEndpoint } from './scim-endpoint.js';
import { UserWriter } from './user-writer.js';

export interface ScimWriterOptions {
  endpoint: Pick<ScimEndpoint, 'send'>;
  acknowledgements: Acknowledgements;
  /** The endpoint had nobody when the run began: there is nobody to be found. */
  isEmpty: boolean;
  reader: EndpointReader;
  /** External ids of those who are listed as members of a group. */
  wanted(externalId: string): ReadonlySet<string>;
  onChange(): void;
  onSkippedGroup(externalId: string): void;
}

/** What the reconciler asks of the change function, asked of an endpoint over SCIM. Ids are those of the source. */
export class ScimWriter implements DirectoryWriter {
  private readonly users: UserWriter;
  private readonly groups: GroupWriter;

  constructor(private readonly options: ScimWriterOptions) {
    this.users = new UserWriter(options);
    this.groups = new GroupWriter(options);
  }

  async submit<C extends Change>(_directoryId: string, change: C): Promise<ResultOf<C>> {
    const group = await this.write(change);
    this.options.onChange();
    // The reconciler reads the id of a group that it has created, and nothing else.
    return { group } as unknown as ResultOf<C>;
  }

  private async write(change: Change): Promise<{ id: string } | undefined> {
    switch (change.kind) {
      case 'create-user':
        await this.users.create(change.resource);
        break;
      case 'update-user':
        await this.users.update(change.id, change.change(UNKNOWN));
        break;
      case 'delete-user':
        await this.users.deactivate(change.id);
        break;
      case 'create-group':
        await this.groups.create(change.resource, change.members);
        return { id: change.resource['externalId'] as string };
      case 'update-group': {
        const resource = change.change(UNKNOWN);
        await this.groups.update(change.id, resource === UNKNOWN ? undefined : resource, change.members);
        break;
      }
      case 'delete-group':
        await this.groups.delete(change.id);
        break;
      default:
        // What a sync says of itself is for receivers of the broker that runs it.
        break;
    }
    return undefined;
  }
}

/** The reconciler knows the whole resource, and never reads this. */
const UNKNOWN: ScimResource = Object.freeze({});
