/** Networks as somebody types them, one a line; blank lines are left aside. */
export const linesOf = (text: string): { line: number; network: string }[] =>
  text
    .split('\n')
    .map((network, at) => ({ line: at + 1, network: network.trim() }))
    .filter(({ network }) => network !== '');

/** The first line that is no network. The api says the same, but not where. */
export function badNetwork(text: string): { line: number; network: string } | undefined {
  return linesOf(text).find(({ network }) => !isNetwork(network));
}

export function isNetwork(text: string): boolean {
  const parts = text.split('/');
  if (parts.length > 2 || text.length > 50) return false;
  const [address = '', prefix] = parts;
  const bits = address.includes(':') ? 128 : 32;
  if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)) return false;
  return bits === 32 ? isIpv4(address) : isIpv6(address);
}

const isIpv4 = (address: string): boolean => {
  const parts = address.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
};

function isIpv6(address: string): boolean {
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1);
  const embedded = last?.includes('.') === true;
  if (embedded && !isIpv4(last!)) return false;
  const plain = embedded ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const length = plain.length + (embedded ? 2 : 0);
  return halves.length === 2 ? length < 8 : length === 8;
}
