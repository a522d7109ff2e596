import { type LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { AddressPolicy } from './address-policy.js';

const strict = new AddressPolicy({ allowPrivate: false });
const development = new AddressPolicy({ allowPrivate: true });

const PUBLIC = ['1.1.1.1', '93.184.216.34', '172.15.255.255', '172.32.0.0', '100.128.0.0', '2606:4700::1111'];
const LOCAL = [
  '10.0.0.5',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
].concat([
  '::1',
  'fc00::1',
  'fd12:3456::1',
  'fec0::1',
  '198.18.0.1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.5',
]);
const NEVER = [
  '0.0.0.0',
  '0.1.2.3',
  '169.254.169.254',
  '168.63.129.16',
  '192.0.0.1',
  '192.0.0.192',
  '192.0.2.1',
].concat(
  ['192.88.99.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  ['100.100.100.200', 'fd00:ec2::254', '::', 'fe80::1', 'fe80::1%eth0', 'febf::1', 'ff02::1', '2001:db8::1', '3fff::1'],
  [
    '100::1',
    '2002:7f00:1::',
    '64:ff9b::7f00:1',
    '64:ff9b::8.8.8.8',
    '64:ff9b:1::1',
    '5f00::1',
    '2001::1',
    '2001:10::1',
  ],
  ['::127.0.0.1', '::8.8.8.8', '::ffff:0:127.0.0.1', '::ffff:169.254.169.254', '4000::1', '1::1'],
);

describe('isAllowed', () => {
  it.each(PUBLIC)('%s is public', (ip) => {
    expect(strict.isAllowed(ip)).toBe(true);
    expect(development.isAllowed(ip)).toBe(true);
  });

  it.each(LOCAL)('%s is for development only', (ip) => {
    expect(strict.isAllowed(ip)).toBe(false);
    expect(development.isAllowed(ip)).toBe(true);
  });

  it.each(NEVER)('%s is never allowed', (ip) => {
    expect(strict.isAllowed(ip)).toBe(false);
    expect(development.isAllowed(ip)).toBe(false);
  });

  it.each(['', 'example.com', '2130706433', '0x7f.1', '127.1', '0177.0.0.1', '08.8.8.8', '[::1]', '8.8.8.8/8'])(
    '%j is no address',
    (text) => {
      expect(development.isAllowed(text)).toBe(false);
    },
  );

  it('opens ranges one by one', () => {
    const policy = new AddressPolicy({ allowPrivate: false, allowCidrs: ['10.20.0.0/16', 'fd00:20::/32'] });
    expect(policy.isAllowed('10.20.255.1')).toBe(true);
    expect(policy.isAllowed('::ffff:10.20.0.1')).toBe(true);
    expect(policy.isAllowed('10.21.0.1')).toBe(false);
    expect(policy.isAllowed('fd00:20::5')).toBe(true);
    expect(policy.isAllowed('fd00:21::5')).toBe(false);
  });

  it('names the range it cannot read', () => {
    expect(() => new AddressPolicy({ allowPrivate: false, allowCidrs: ['10.0.0.0/8', '10.0.0.0/33'] })).toThrow(
      '"10.0.0.0/33"',
    );
  });
});

describe('checkUrl', () => {
  it.each(['https://example.com/hooks', 'https://example.com:8443/?a=b', 'https://example.com./', 'https://1.1.1.1/'])(
    'takes %s',
    (text) => {
      expect(strict.checkUrl(text)).toEqual({ ok: true, url: new URL(text) });
    },
  );

  it.each([
    'https://127.0.0.1/',
    'https://127.0.0.1./',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://０x7f.1/',
    'https://①27.0.0.1/',
    'https://%31%32%37.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[0:0:0:0:0:ffff:10.0.0.5]/',
    'https://10.0.0.5:8443/',
  ])('refuses the local literal %s outside development', (text) => {
    expect(strict.checkUrl(text)).toMatchObject({ ok: false, problem: expect.stringContaining('the address') });
    expect(development.checkUrl(text).ok).toBe(true);
  });

  it.each([
    'https://169.254.169.254/latest/meta-data/',
    'https://0xa9fea9fe/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001::1]/',
    'https://[fe80::1]/',
    'https://0/',
    'https://user@example.com/',
    'https://:secret@example.com/',
    'https://@example.com/',
    'https:\\\\:@example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'example.com/hooks',
    '',
  ])('refuses %j everywhere', (text) => {
    expect(strict.checkUrl(text).ok).toBe(false);
    expect(development.checkUrl(text).ok).toBe(false);
  });

  it.each(['localhost', 'LOCALHOST', 'localhost.', 'app.localhost', 'metadata.google.internal', 'printer.local'])(
    'refuses the local name %s outside development',
    (host) => {
      expect(strict.checkUrl(`https://${host}/`)).toMatchObject({
        ok: false,
        problem: expect.stringContaining('local'),
      });
      expect(development.checkUrl(`https://${host}/`).ok).toBe(true);
    },
  );

  it('takes an @ behind the host for what it is', () => {
    expect(strict.checkUrl('https://example.com/@ann?to=bob@example.com#@').ok).toBe(true);
  });

  it('leaves names that only look local alone', () => {
    expect(strict.checkUrl('https://mylocalhost.com/').ok).toBe(true);
    expect(strict.checkUrl('https://local.example.com/').ok).toBe(true);
  });

  it('lets the address decide about inner names where ranges are opened', () => {
    const policy = new AddressPolicy({ allowPrivate: false, allowCidrs: ['10.20.0.0/16'] });
    expect(policy.checkUrl('https://hooks.corp.internal/').ok).toBe(true);
    expect(policy.checkUrl('https://10.21.0.1/').ok).toBe(false);
  });

  it('takes http in development only', () => {
    expect(strict.checkUrl('http://example.com/')).toMatchObject({
      ok: false,
      problem: expect.stringContaining('https://'),
    });
    expect(development.checkUrl('http://example.com/').ok).toBe(true);
  });

  it('says what is wrong and what to do', () => {
    expect(strict.checkUrl('https://10.0.0.5/')).toEqual({
      ok: false,
      problem: 'the address 10.0.0.5 is private; set ROLLCALL_ALLOW_PRIVATE_ENDPOINTS=true for development',
    });
    expect(strict.checkUrl('https://169.254.169.254/')).toEqual({
      ok: false,
      problem: 'the address 169.254.169.254 is link-local; webhooks go to public addresses only',
    });
  });
});

describe('lookup', () => {
  const resolving = (...addresses: string[]) =>
    new AddressPolicy({
      allowPrivate: false,
      resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    });
  const lookup = (policy: AddressPolicy, all: boolean) =>
    new Promise<string | LookupAddress[]>((resolve, reject) => {
      policy.lookup('hooks.example.com', { all }, (error, address) => (error ? reject(error) : resolve(address)));
    });

  it('hands out only what is allowed', async () => {
    const policy = resolving('127.0.0.1', '93.184.216.34', '::1', '2606:4700::1111');
    expect(await lookup(policy, true)).toEqual([
      { address: '93.184.216.34', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ]);
    expect(await lookup(policy, false)).toBe('93.184.216.34');
  });

  it.each([true, false])('fails when nothing is left (all: %s), and keeps the address to itself', async (all) => {
    const error = await lookup(resolving('10.0.0.5', '::ffff:127.0.0.1'), all).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'EADDRESSDENIED' });
    expect((error as Error).message).toContain('hooks.example.com');
    expect((error as Error).message).not.toContain('10.0.0.5');
  });

  it('passes the resolver’s own failure on', async () => {
    const policy = new AddressPolicy({
      allowPrivate: false,
      resolve: async () => {
        throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
      },
    });
    await expect(lookup(policy, true)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('a test inbox of this deployment', () => {
  const token = 'a'.repeat(48);
  const policy = new AddressPolicy({ allowPrivate: false, inboxPrefix: 'http://127.0.0.1:3000/inbox/' });

  it('is allowed, whatever its scheme and address', () => {
    expect(policy.checkUrl(`http://127.0.0.1:3000/inbox/${token}`)).toMatchObject({ ok: true });
  });

  it.each([
    `http://127.0.0.1:3000/inbox/${token}/`,
    `http://127.0.0.1:3000/inbox/${token}?x`,
    `http://127.0.0.1:3000/inbox/../api/v1/${token}`,
    `http://127.0.0.1:3000/inbox/${'a'.repeat(47)}`,
    `http://127.0.0.1:3000/api/v1/${token}`,
    `http://127.0.0.1:3001/inbox/${token}`,
    `http://127.0.0.1:3000@evil.example/inbox/${token}`,
    `HTTP://127.0.0.1:3000/inbox/${token}`,
  ])('is nothing else: %s', (url) => {
    expect(policy.checkUrl(url)).toMatchObject({ ok: false });
    expect(policy.isOwnInbox(url)).toBe(false);
  });

  it('is none where there are none', () => {
    const without = new AddressPolicy({ allowPrivate: false });
    expect(without.checkUrl(`http://127.0.0.1:3000/inbox/${token}`)).toMatchObject({ ok: false });
  });
});
