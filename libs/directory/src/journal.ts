import { isOptIn, seal, type EventDraft, type EventType } from './event.js';
import { newId } from './id.js';
import { type DirectoryState, type EndpointMatch } from './ports.js';
import { type Writing } from './writing.js';

/** Turns what a change announces into an event with the directory's next sequence, and one delivery per endpoint that takes it. */
export class Journal {
  /** Lanes that got a delivery, as `lane endpointId`. */
  readonly rung = new Set<string>();

  constructor(
    private readonly state: DirectoryState,
    private readonly outbox: Pick<Writing, 'nextSequence' | 'append' | 'deliver'>,
    private readonly at: string,
  ) {}

  announce(draft: EventDraft | undefined): void {
    if (draft !== undefined) this.append(draft);
  }

  /** Appended only while an endpoint asks for it, so that nobody else pays a second event per member. */
  announceOptIn(draft: EventDraft): void {
    if (this.isAskedFor(draft.type)) this.append(draft);
  }

  isAskedFor(type: EventType): boolean {
    return this.state.endpoints.some((endpoint) => takes(endpoint, type));
  }

  private append(draft: EventDraft): void {
    const { environmentId, organizationId, id: directoryId } = this.state;
    const scope = { environmentId, organizationId, directoryId };
    const event = seal(draft, scope, newId('evt'), this.outbox.nextSequence(), this.at);
    this.outbox.append(event);
    const lane = event.deprovisioning ? 1 : 0;
    for (const endpoint of this.state.endpoints) {
      if (!takes(endpoint, event.type)) continue;
      this.outbox.deliver({
        id: newId('dlv'),
        event_id: event.id,
        endpoint_id: endpoint.id,
        resource_id: event.resourceId,
        event_type: event.type,
        lane,
        plain_update: event.type === 'organization.directory.user_updated' && !event.deprovisioning,
      });
      if (endpoint.enabled) this.rung.add(`${lane} ${endpoint.id}`);
    }
  }
}

function takes(endpoint: EndpointMatch, type: EventType): boolean {
  return endpoint.eventTypes.length === 0 ? !isOptIn(type) : endpoint.eventTypes.includes(type);
}
