import { describe, expect, it } from 'vitest';
import { SearchAbandonedError, SearchBusyError } from './search-errors.js';
import { type SearchLimits, SearchRoom } from './search-room.js';

const PATIENT = { perTenant: 2, perProcess: 4, waiting: 100, waitMs: 60_000 };
const room = (limits: Partial<SearchLimits> = {}) => new SearchRoom({ ...PATIENT, ...limits });
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Enters, and notes when there is a place. */
function entering(at: SearchRoom, tenant: string, log: string[], gone?: AbortSignal) {
  const entered = at.enter({ tenant, ...(gone && { gone }) });
  entered.then(
    () => log.push(tenant),
    () => {},
  );
  return entered;
}

describe('the room of searches', () => {
  it('has two places for a tenant, and the third waits for one of them', async () => {
    const log: string[] = [];
    const at = room();
    const [first] = [entering(at, 'a', log), entering(at, 'a', log), entering(at, 'a', log)];
    await settled();
    expect(log).toEqual(['a', 'a']);
    (await first)();
    await settled();
    expect(log).toEqual(['a', 'a', 'a']);
  });

  it('says 429 to whoever waited too long behind its own, 503 behind others', async () => {
    const at = room({ waitMs: 1, perProcess: 2 });
    await at.enter({ tenant: 'a' });
    await at.enter({ tenant: 'a' });
    await expect(at.enter({ tenant: 'a' })).rejects.toMatchObject({ status: 429, retryAfterSeconds: 5 });
    await expect(at.enter({ tenant: 'b' })).rejects.toMatchObject({ status: 503 });
  });

  it('refuses at once where too many wait', async () => {
    const at = room({ waiting: 1 });
    const log: string[] = [];
    for (let n = 0; n < 3; n++) void entering(at, 'a', log);
    await expect(at.enter({ tenant: 'a' })).rejects.toBeInstanceOf(SearchBusyError);
  });

  it('gives the next place to another tenant, however many one has sent', async () => {
    const log: string[] = [];
    const at = room({ perProcess: 2 });
    const first = entering(at, 'busy', log);
    for (let n = 0; n < 10; n++) void entering(at, 'busy', log);
    void entering(at, 'quiet', log);
    (await first)();
    await settled();
    expect(log).toEqual(['busy', 'busy', 'quiet']);
  });

  it('forgets whoever goes away while waiting', async () => {
    const log: string[] = [];
    const at = room({ perTenant: 1 });
    const leave = await at.enter({ tenant: 'a' });
    const client = new AbortController();
    const waiting = entering(at, 'a', log, client.signal);
    client.abort();
    await expect(waiting).rejects.toBeInstanceOf(SearchAbandonedError);
    leave();
    await at.enter({ tenant: 'a' });
    await expect(at.enter({ tenant: 'b', gone: AbortSignal.abort() })).rejects.toBeInstanceOf(SearchAbandonedError);
  });

  it('counts a place as taken the moment it is given', async () => {
    const at = room({ perTenant: 1, perProcess: 1 });
    const log: string[] = [];
    const leave = await at.enter({ tenant: 'a' });
    void entering(at, 'b', log);
    leave();
    void entering(at, 'c', log);
    await settled();
    expect(log).toEqual(['b']);
  });
});
