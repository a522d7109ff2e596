// Your application's own: replace these maps by your database.
const members = new Map(); // person → { id, version, active, email, name, roles }
const sessions = new Map(); // session → person

/**
 * An event that is older than the member, as it came late, changes nothing. Who has left is signed out in the same transaction. In SQL:
 * INSERT INTO members … ON CONFLICT (id) DO UPDATE SET … WHERE members.version <= excluded.version.
 */
export async function saveMember(member) {
  if (members.get(member.id)?.version > member.version) return;
  members.set(member.id, member);
  if (member.active) return;
  for (const [session, owner] of sessions) if (owner === member.id) sessions.delete(session);
}

/** Of your sign-in: only active members get a session. */
export async function startSession(id) {
  if (!members.get(id)?.active) return undefined;
  const session = crypto.randomUUID();
  sessions.set(session, id);
  return session;
}

export async function memberOf(session) {
  return members.get(sessions.get(session));
}
