import { Turn } from '#directory';
import { type GroupMember } from '#persistence';
import { GROUP, project, type Projection } from '#scim';
import { memberRepresentation } from './representation.js';

/** Members that are written in one go: about a millisecond. */
const AT_A_TIME = 250;

/** The members of a group that has many, as they are answered: JSON already, written a portion at a time between the turns of others. */
export class LongMembers {
  /** Some members each, as JSON without the brackets. */
  readonly pieces: Buffer[] = [];

  private constructor() {}

  static async of(
    portions: AsyncIterable<GroupMember[]>,
    base: string,
    projection: Projection,
  ): Promise<LongMembers | undefined> {
    const long = new LongMembers();
    const turn = new Turn();
    for await (const portion of portions) {
      for (let at = 0; at < portion.length; at += AT_A_TIME) {
        const members = portion.slice(at, at + AT_A_TIME).map((member) => memberRepresentation(member, base));
        const shown = project(GROUP, { members }, projection) as { members?: object[] };
        if (shown.members !== undefined) long.pieces.push(Buffer.from(JSON.stringify(shown.members).slice(1, -1)));
        await turn.next();
      }
    }
    return long.pieces.length === 0 ? undefined : long;
  }
}
