import { requestedSetEvents, type SetEvent } from '#ssf';
import { isOptIn, buildEnvelope, type EventDraft, type EventType } from './event.js';
import { newId } from './id.js';
import { type DirectoryState, type EndpointMatch } from './directory-state.js';
import { type PendingWrites } from './pending-writes.js';

/** Turns what a change announces into an event with the directory's next sequence, and one delivery per endpoint that takes it. */
export class Outbox {
  /** Lanes that got a delivery, as `lane endpointId`. */
  readonly lanesToWake = new Set<string>();
  /** Of the events so far. */
  bytes = 0;

  constructor(
    private readonly state: DirectoryState,
    private readonly writes: Pick<PendingWrites, 'nextSequence' | 'append' | 'deliver'>,
    private readonly at: string,
  ) {}

  announce(draft: EventDraft | undefined): void {
    if (draft !== undefined) this.append(draft);
  }

  /** Of types that are opt-in: announced only while an endpoint asks for them, so that nobody else pays a second event per member. */
  isAskedFor(type: EventType): boolean {
    return this.state.endpoints.some((endpoint) => takes(endpoint, type));
  }

  private append(draft: EventDraft): void {
    const { environmentId, organizationId, id: directoryId } = this.state;
    const scope = { environmentId, organizationId, directoryId };
    const event = buildEnvelope(draft, scope, newId('evt'), this.writes.nextSequence(), this.at);
    this.writes.append(event);
    this.bytes += event.body.length;
    const lane = event.deprovisioning ? 1 : 0;
    for (const endpoint of this.state.endpoints) {
      const isPlain = event.type === 'organization.directory.user_updated' && !event.deprovisioning;
      const delivery = {
        event_id: event.id,
        endpoint_id: endpoint.id,
        resource_id: event.resourceId,
        event_type: event.type,
        lane,
      } as const;
      if (isStream(endpoint)) {
        const names = requestedSetEvents(draft, endpoint.securityEvents);
        for (const name of names) {
          const plain_update = isPlain && carriesWholeState(name);
          this.writes.deliver({ id: newId('dlv'), ...delivery, plain_update, set_event: name });
        }
        if (names.length === 0) continue;
      } else if (takes(endpoint, event.type)) {
        this.writes.deliver({ id: newId('dlv'), ...delivery, plain_update: isPlain });
      } else continue;
      if (endpoint.enabled) this.lanesToWake.add(`${lane} ${endpoint.id}`);
    }
  }
}

/** Of two such tokens of a person the later one is enough. */
const carriesWholeState = (name: SetEvent): boolean => name === 'token-claims-change';

type Stream = EndpointMatch & { securityEvents: string[] };

const isStream = (endpoint: EndpointMatch): endpoint is Stream => (endpoint.securityEvents ?? null) !== null;

function takes(endpoint: EndpointMatch, type: EventType): boolean {
  if (isStream(endpoint)) return false;
  return endpoint.eventTypes.length === 0 ? !isOptIn(type) : endpoint.eventTypes.includes(type);
}
