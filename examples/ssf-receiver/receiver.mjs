// A receiver of security event tokens (SSF 1.0, RFC 8935) in Fastify: ends sessions and disables accounts when somebody leaves.
//
//   ROLLCALL_URL=https://rollcall.example AUDIENCE=https://app.example/events node receiver.mjs
import Fastify from 'fastify';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

const CAEP = 'https://schemas.openid.net/secevent/caep/event-type';
const RISC = 'https://schemas.openid.net/secevent/risc/event-type';
const SSF = 'https://schemas.openid.net/secevent/ssf/event-type';

const { ROLLCALL_URL, AUDIENCE, PUSH_AUTHORIZATION, PORT = '3001' } = process.env;

/** Where tokens come from, and the keys that they are signed with. */
const configuration = await fetch(`${ROLLCALL_URL}/.well-known/ssf-configuration`).then((answer) => answer.json());
const keys = createRemoteJWKSet(new URL(configuration.jwks_uri));

/** Your application's own: replace these maps by your database. */
const sessions = new Map();
const accounts = new Map();
const seen = new Set();

const personOf = ({ format, sub, email }) => (format === 'email' ? email : sub);

/** What each event means to your application. Each may come twice, and must then change nothing more. */
const handlers = {
  [`${CAEP}/session-revoked`]: (person) => sessions.delete(person),
  [`${CAEP}/token-claims-change`]: (person, { claims }) => accounts.set(person, { ...accounts.get(person), ...claims }),
  [`${RISC}/account-disabled`]: (person) => accounts.set(person, { ...accounts.get(person), disabled: true }),
  [`${RISC}/account-enabled`]: (person) => accounts.set(person, { ...accounts.get(person), disabled: false }),
  [`${RISC}/identifier-changed`]: (person, event) => {
    accounts.set(event['new-value'], accounts.get(person) ?? {});
    accounts.delete(person);
  },
  [`${SSF}/verification`]: (stream, { state }) => app.log.info({ stream, state }, 'the stream works'),
  [`${SSF}/stream-updated`]: (stream, { status }) => app.log.warn({ stream, status }, 'the stream has a new status'),
};

const app = Fastify({ logger: true });
app.addContentTypeParser('application/secevent+jwt', { parseAs: 'string' }, (_request, body, done) => done(null, body));

app.post('/events', async (request, reply) => {
  if (PUSH_AUTHORIZATION !== undefined && request.headers.authorization !== PUSH_AUTHORIZATION) {
    return refuse(reply, 'authentication_failed', 'the Authorization header is another');
  }
  let token;
  try {
    // `typ` keeps access tokens out, which the same keys sign.
    const options = { issuer: configuration.issuer, audience: AUDIENCE, typ: 'secevent+jwt', algorithms: ['RS256'] };
    token = (await jwtVerify(request.body, keys, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return refuse(reply, ERRORS[error.code] ?? 'invalid_request', error.message);
  }
  if (!seen.has(token.jti)) {
    for (const [type, event] of Object.entries(token.events)) handlers[type]?.(personOf(token.sub_id), event);
    // Only what was handled is remembered: a token that failed comes again.
    seen.add(token.jti);
  }
  return reply.status(202).send();
});

const ERRORS = {
  ERR_JWKS_NO_MATCHING_KEY: 'invalid_key',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'invalid_key',
};

/** RFC 8935 §2.3. */
const refuse = (reply, err, description) => reply.status(400).send({ err, description });

/** Only for looking at what has happened. */
app.get('/accounts', () => Object.fromEntries(accounts));

await app.listen({ port: Number(PORT), host: '127.0.0.1' });
