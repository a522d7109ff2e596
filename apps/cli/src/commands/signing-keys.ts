import { type components } from '#client';
import { type Command } from '../command.js';
import { isAtOnce, YES_ON_TERMINAL } from './yes.js';

type SigningKey = components['schemas']['SigningKeyBody'];
type SigningKeys = components['schemas']['SigningKeyList'];

const COLUMNS = {
  kid: (key: SigningKey) => key.kid,
  created: (key: SigningKey) => key.create_time,
  'signs from': (key: SigningKey) => key.signs_from,
  expires: (key: SigningKey) => key.expire_time,
};

/** Of access tokens. */
export const SIGNING_KEYS: readonly Command[] = [
  {
    words: ['signing-keys', 'list'],
    summary: 'List the keys that sign access tokens',
    async run(session) {
      const { signal } = session;
      const { signing_keys: keys } = await session.client.request<SigningKeys>('GET', '/signing_keys', { signal });
      session.show(keys, COLUMNS, 'There is no key yet.');
    },
  },
  {
    words: ['signing-keys', 'rotate'],
    summary: 'Replace the key that signs access tokens',
    options: {
      overlap: { value: 'TIME', about: 'How long the old keys stay valid; 24h unless given; 0: not at all' },
      ...YES_ON_TERMINAL,
    },
    details: 'On a terminal the command asks before it ends the old keys at once.',
    async run(session) {
      if (session.asks && isAtOnce(session.text('overlap')))
        await session.confirm('Every access token stops working at once: its owner has to get a new one.');
      const options = { query: { overlap: session.text('overlap') }, signal: session.signal };
      const answer = await session.client.request<SigningKeys>('POST', '/signing_keys:rotate', options);
      session.show(answer.signing_keys, COLUMNS, 'There is no key yet.');
    },
  },
];
