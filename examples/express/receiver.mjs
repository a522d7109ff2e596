// Rollcall in an Express application: who leaves is signed out at once, groups give roles, and seats are limited.
//
//   WEBHOOK_SECRET=whsec_… GATE_SECRET=whsec_… SEATS=25 node receiver.mjs
import { randomUUID } from 'node:crypto';
import express from 'express';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

const { WEBHOOK_SECRET, GATE_SECRET, SEATS = '25', PORT = '3001' } = process.env;

/** Which group of the identity provider gives which role. */
const ROLES = { Engineering: 'developer', Administrators: 'admin' };

/** Your application's own: replace these maps by your database. */
const accounts = new Map(); // person → { version, active, email, roles }
const sessions = new Map(); // session → person
const tokens = new Map(); // API token → person

/**
 * The same event may come twice, and late: what is older than the account changes nothing. In SQL: INSERT INTO accounts … ON CONFLICT (id)
 * DO UPDATE SET … WHERE accounts.version <= excluded.version.
 */
function upsert(id, account) {
  if (accounts.get(id)?.version > account.version) return false;
  accounts.set(id, account);
  return true;
}

/** In the transaction of the upsert, so that nobody keeps a session without an account. */
function signOut(person) {
  for (const access of [sessions, tokens]) {
    for (const [key, owner] of access) if (owner === person) access.delete(key);
  }
}

/** Every event of a person carries the whole person. One who is deleted may be one of whom you never heard. */
function save({ id, version, active, email, groups = [] }) {
  const roles = groups.map(({ name }) => ROLES[name]).filter((role) => role !== undefined);
  if (upsert(id, { version, active, email, roles: active ? roles : [] }) && !active) signOut(id);
}

const app = express();

/** The bytes as they came are what is signed: no JSON parser may touch them before. */
const signed = (secret) => [
  express.raw({ type: 'application/json', limit: '1mb' }),
  (request, response, next) => {
    try {
      request.message = new Webhook(secret).verify(request.body, request.headers);
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
      return response.status(401).json({ error: error.message });
    }
    return next();
  },
];

app.post('/hooks/rollcall', signed(WEBHOOK_SECRET), ({ message: { type, data } }, response) => {
  if (type.startsWith('organization.directory.user_')) save(data);
  response.status(204).end();
});

/** Asked before a person gets in. The number is up to a second old: a limit that must hold is counted here as well. */
app.post('/hooks/gate', signed(GATE_SECRET), ({ message: { counts } }, response) => {
  const own = [...accounts.values()].filter(({ active }) => active).length;
  const isFree = Math.max(counts.active_users, own) < Number(SEATS);
  response.json(isFree ? { decision: 'allow' } : { decision: 'deny', reason: `All ${SEATS} seats are taken.` });
});

// ---- only for looking at what has happened: in your application this is the sign-in that you have

const accessOf = ({ headers: { authorization = '' } }) => authorization.replace('Bearer ', '');

app.post('/people/:id/session', ({ params: { id } }, response) => {
  if (!accounts.get(id)?.active) return response.status(403).end();
  const [session, token] = [randomUUID(), randomUUID()];
  sessions.set(session, id);
  tokens.set(token, id);
  return response.status(201).json({ session, token });
});

app.get('/me', (request, response) => {
  const person = sessions.get(accessOf(request)) ?? tokens.get(accessOf(request));
  return person === undefined ? response.status(401).end() : response.json(accounts.get(person));
});

app.get('/accounts', (_request, response) => response.json(Object.fromEntries(accounts)));

app.listen(Number(PORT), '127.0.0.1');
