/** The text form of Active Directory's 16 bytes: the first three groups are little-endian (MS-DTYP §2.3.4.2). */
export function guidOf(bytes: Buffer): string | undefined {
  if (bytes.length !== 16) return undefined;
  const hex = (...at: number[]): string => at.map((index) => bytes[index]!.toString(16).padStart(2, '0')).join('');
  return [hex(3, 2, 1, 0), hex(5, 4), hex(7, 6), hex(8, 9), hex(10, 11, 12, 13, 14, 15)].join('-');
}
