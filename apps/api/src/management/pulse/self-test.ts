import { type Environment } from '#config';
import { type SelfTestResult, type SelfTestState } from '#persistence';
import { selfTestToken } from '../../tokens/self-test-token.js';
import { SELF_TESTS, type SelfTestId } from './pulse.dto.js';

const TIMEOUT_MS = 5_000;
const LOOPBACK = /^(localhost|127\..*|\[::1\])$/;

interface Answer {
  status: number;
  body: string;
}

/** Tries a directory's SCIM endpoint by its public URL, as its identity provider will. Nothing is written. */
export async function selfTest(environment: Environment, directoryId: string): Promise<SelfTestResult[]> {
  const base = `${environment.publicUrl}/directory/${directoryId}/scim/v2`;
  const ask = (path: string, kind: 'right' | 'wrong') =>
    get(`${base}/${path}`, selfTestToken(environment, directoryId, kind));
  const results = new Map<SelfTestId, SelfTestResult>();
  const note = (id: SelfTestId, state: SelfTestState, detail: string) => results.set(id, { id, state, detail });

  const { protocol, hostname, origin } = new URL(environment.publicUrl);
  if (LOOPBACK.test(hostname)) {
    note(
      'public_url',
      'skipped',
      `${origin} is this machine: nobody else reaches it until ROLLCALL_PUBLIC_URL says another`,
    );
  } else if (protocol !== 'https:')
    note('public_url', 'failed', `${origin} is not https: identity providers refuse it`);
  else note('public_url', 'passed', origin);

  const wrong = await ask('Users?count=1', 'wrong');
  if ('problem' in wrong) {
    note('answers', 'failed', wrong.problem);
    return complete(results);
  }
  note('answers', 'passed', `${origin} answers`);
  const refused = wrong.status === 401;
  note(
    'wrong_token_refused',
    refused ? 'passed' : 'failed',
    refused ? 'a wrong token is answered 401' : unexpected(wrong),
  );

  const right = await ask('Users?count=1', 'right');
  const accepted = !('problem' in right) && right.status === 200;
  note('token_accepted', accepted ? 'passed' : 'failed', accepted ? 'a right token is answered 200' : say(right));
  if (!accepted) return complete(results);

  const filter = encodeURIComponent(`userName eq "self-test-${directoryId}@rollcall.invalid"`);
  const nobody = await ask(`Users?filter=${filter}`, 'right');
  const isEmpty = !('problem' in nobody) && nobody.status === 200 && totalOf(nobody.body) === 0;
  note(
    'unknown_user_is_empty',
    isEmpty ? 'passed' : 'failed',
    isEmpty ? 'an unknown user is an empty list' : say(nobody),
  );
  return complete(results);
}

/** A self-test that was never run. */
export function noSelfTest(): SelfTestResult[] {
  return complete(new Map());
}

function complete(results: ReadonlyMap<SelfTestId, SelfTestResult>): SelfTestResult[] {
  return SELF_TESTS.map((id) => results.get(id) ?? { id, state: 'skipped', detail: null });
}

async function get(url: string, token: string): Promise<Answer | { problem: string }> {
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/scim+json' },
      // A redirect is what most identity providers do not follow.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    const { name, cause, message } = error as Error & { cause?: { code?: string } };
    if (name === 'TimeoutError')
      return { problem: `${new URL(url).origin} did not answer within ${TIMEOUT_MS / 1_000} s` };
    return { problem: `${new URL(url).origin} cannot be reached (${cause?.code ?? message})` };
  }
}

const unexpected = ({ status }: Answer): string =>
  `it is answered ${status}: something before Rollcall may answer in its place`;
const say = (answer: Answer | { problem: string }): string =>
  'problem' in answer ? answer.problem : unexpected(answer);

function totalOf(body: string): unknown {
  try {
    return (JSON.parse(body) as { totalResults?: unknown }).totalResults;
  } catch {
    // Something else than Rollcall answered.
    return undefined;
  }
}
