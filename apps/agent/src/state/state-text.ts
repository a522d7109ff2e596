import { createHash } from 'node:crypto';
import { AgentState, type KnownGroup, type Person, type Review } from './agent-state.js';

const FORMAT = 'rollcall-agent-state';
const VERSION = 1;

const ACTIVE = 1;
const GONE = 2;
const IN_DOUBT = 4;

type PersonRow = [
  number: number,
  externalId: string,
  id: string | null,
  hash: string,
  flags: number,
  name: string,
  ...references: string[],
];
type GroupRow = [externalId: string, id: string | null, hash: string, members: number[], doubtful: number[]];

interface Body {
  source: string;
  endpoint: string;
  nextNumber: number;
  settled: boolean;
  mark: string | null;
  configuration: string;
  fullAt: string | null;
  review: Review | null;
  people: PersonRow[];
  groups: GroupRow[];
}

/** The text is not what was written: the file was damaged, edited, or is another program's. The message ends a sentence. */
export class UnreadableStateError extends Error {
  override readonly name = 'UnreadableStateError';
}

/** Two lines: what the file is, with a checksum; and what is in it. */
export function stateText(state: AgentState): string {
  const body: Body = {
    source: state.source,
    endpoint: state.endpoint,
    nextNumber: state.nextNumber,
    settled: state.settled,
    mark: state.mark,
    configuration: state.configuration,
    fullAt: state.fullAt,
    review: state.review,
    people: [...state.people.values()].map(personRow),
    groups: [...state.groups.values()].map(groupRow),
  };
  const text = JSON.stringify(body);
  return `${JSON.stringify({ format: FORMAT, version: VERSION, sha256: sha256(text) })}\n${text}\n`;
}

/** @throws UnreadableStateError */
export function readStateText(text: string): AgentState {
  const [first = '', body = '', ...rest] = text.split('\n');
  const head = parsed(first) as { format?: unknown; version?: unknown; sha256?: unknown } | undefined;
  if (head?.format !== FORMAT) throw new UnreadableStateError('is no state of the agent');
  if (head.version !== VERSION)
    throw new UnreadableStateError(`has version ${String(head.version)}, which this Rollcall does not know`);
  if (rest.length !== 1 || rest[0] !== '' || head.sha256 !== sha256(body))
    throw new UnreadableStateError('is damaged: its checksum is wrong');
  return stateOf(parsed(body) as Body);
}

function stateOf(body: Body): AgentState {
  const state = new AgentState(body.source, body.endpoint);
  for (const [number, externalId, id, hash, flags, name, ...references] of body.people) {
    const [active, gone, activityInDoubt] = [ACTIVE, GONE, IN_DOUBT].map((flag) => (flags & flag) !== 0);
    const person = { number, externalId, id, hash, name, references };
    state.add({ ...person, active: active!, gone: gone!, activityInDoubt: activityInDoubt! });
  }
  for (const [externalId, id, hash, members, doubtful] of body.groups)
    Object.assign(state.group(externalId), { id, hash, members: new Set(members), doubtful: new Set(doubtful) });
  state.review = body.review;
  state.settled = body.settled;
  // An older agent knew none of these.
  state.mark = body.mark ?? null;
  state.configuration = body.configuration ?? '';
  state.fullAt = body.fullAt ?? null;
  state.nextNumber = body.nextNumber;
  return state;
}

function personRow(person: Person): PersonRow {
  const flags = (person.active ? ACTIVE : 0) + (person.gone ? GONE : 0) + (person.activityInDoubt ? IN_DOUBT : 0);
  return [person.number, person.externalId, person.id, person.hash, flags, person.name, ...person.references];
}

const groupRow = ({ externalId, id, hash, members, doubtful }: KnownGroup): GroupRow => [
  externalId,
  id,
  hash,
  [...members],
  [...doubtful],
];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller says what is wrong with the file.
    return undefined;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
