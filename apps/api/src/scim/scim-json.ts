import { Turn } from '#directory';
import { LIST_RESPONSE_URN } from '#scim';
import { LongMembers } from './long-members.js';

interface Answered {
  schemas?: unknown;
  members?: unknown;
}

interface AnsweredList extends Answered {
  Resources?: Answered[];
}

/** By its schema: providers may send an attribute of whatever name, and a resource has schemas of its own. */
const isList = ({ schemas }: Answered): boolean => Array.isArray(schemas) && schemas[0] === LIST_RESPONSE_URN;

/** The JSON of an answer; not at once where a group in it has many members. */
export function scimJson(body: object): Buffer | Promise<Buffer> {
  const resources = (isList(body) ? (body as AnsweredList).Resources : undefined) ?? [body as Answered];
  const isLong = resources.some(({ members }) => members instanceof LongMembers);
  return isLong ? inTurns(body) : Buffer.from(JSON.stringify(body));
}

async function inTurns(body: AnsweredList): Promise<Buffer> {
  const turn = new Turn();
  const pieces: Buffer[] = [];
  for (const piece of piecesOf(body)) {
    pieces.push(piece);
    await turn.next();
  }
  const whole = Buffer.allocUnsafe(pieces.reduce((bytes, piece) => bytes + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    at += piece.copy(whole, at);
    await turn.next();
  }
  return whole;
}

function* piecesOf(body: AnsweredList): Generator<Buffer> {
  if (!isList(body)) return yield* piecesOfResource(body);
  const { Resources = [], ...rest } = body;
  yield* withList(rest, 'Resources', Resources.map(piecesOfResource));
}

function* piecesOfResource(body: Answered): Generator<Buffer> {
  const { members, ...rest } = body;
  if (members instanceof LongMembers)
    yield* withList(
      rest,
      'members',
      members.pieces.map((piece) => [piece]),
    );
  else yield Buffer.from(JSON.stringify(body));
}

const COMMA = Buffer.from(',');
const END = Buffer.from(']}');

/** The object, and this list at its end. */
function* withList(rest: object, name: string, items: Iterable<Buffer>[]): Generator<Buffer> {
  yield Buffer.from(JSON.stringify({ ...rest, [name]: [] }).slice(0, -END.length));
  for (const [index, item] of items.entries()) {
    if (index > 0) yield COMMA;
    yield* item;
  }
  yield END;
}
