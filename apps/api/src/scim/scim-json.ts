import { Turn } from '#directory';
import { LongMembers } from './long-members.js';

/** A resource, or a list of them. */
interface Answered {
  members?: unknown;
  Resources?: Answered[];
}

/** The JSON of an answer; not at once where a group in it has many members. */
export function scimJson(body: object): Buffer | Promise<Buffer> {
  const resources: Answered[] = (body as Answered).Resources ?? [body];
  const isLong = resources.some(({ members }) => members instanceof LongMembers);
  return isLong ? inTurns(body) : Buffer.from(JSON.stringify(body));
}

async function inTurns(body: Answered): Promise<Buffer> {
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

function* piecesOf(body: Answered): Generator<Buffer> {
  const { Resources, members, ...rest } = body;
  if (Resources !== undefined) yield* withList(rest, 'Resources', Resources.map(piecesOf));
  else if (members instanceof LongMembers)
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
