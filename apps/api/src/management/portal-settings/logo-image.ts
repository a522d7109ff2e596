/** What a logo may weigh, and how large its sides may be. */
export const MAX_LOGO_BYTES = 102_400;
const SMALLEST = 64;
const LARGEST = 2_000;

export interface LogoImage {
  contentType: 'image/png' | 'image/jpeg' | 'image/webp';
  width: number;
  height: number;
}

/** What an image is, by its first bytes and never by its name: PNG, JPEG or WebP. SVG is a document that can hold scripts. */
export function readLogo(image: Buffer): LogoImage | undefined {
  return readPng(image) ?? readJpeg(image) ?? readWebp(image);
}

/** @returns what is wrong with a logo, in words */
export function logoProblem(image: Buffer): string | undefined {
  if (image.length > MAX_LOGO_BYTES) return `must be at most ${MAX_LOGO_BYTES / 1_024} KB`;
  const logo = readLogo(image);
  if (logo === undefined) return 'must be a PNG, JPEG or WebP image';
  const sides = [logo.width, logo.height];
  if (sides.some((side) => side < SMALLEST || side > LARGEST)) {
    return `must be ${SMALLEST} to ${LARGEST} pixels wide and high; it is ${logo.width} by ${logo.height}`;
  }
  return undefined;
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

function readPng(image: Buffer): LogoImage | undefined {
  if (image.length < 24 || !image.subarray(0, 8).equals(PNG)) return undefined;
  return { contentType: 'image/png', width: image.readUInt32BE(16), height: image.readUInt32BE(20) };
}

/** Walks the segments to the frame header, which holds the size. */
function readJpeg(image: Buffer): LogoImage | undefined {
  if (image.length < 4 || image.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 < image.length;) {
    if (image[at] !== 0xff) return undefined;
    const marker = image[at + 1]!;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      return { contentType: 'image/jpeg', width: image.readUInt16BE(at + 7), height: image.readUInt16BE(at + 5) };
    }
    at += 2 + Math.max(2, image.readUInt16BE(at + 2));
  }
  return undefined;
}

/** Lossy (VP8), lossless (VP8L) and extended (VP8X) files keep the size in places of their own. */
function readWebp(image: Buffer): LogoImage | undefined {
  const is = (text: string, at: number) => image.toString('latin1', at, at + text.length) === text;
  if (image.length < 30 || !is('RIFF', 0) || !is('WEBP', 8)) return undefined;
  const size = (width: number, height: number): LogoImage => ({ contentType: 'image/webp', width, height });
  if (is('VP8X', 12)) return size(image.readUIntLE(24, 3) + 1, image.readUIntLE(27, 3) + 1);
  if (is('VP8L', 12)) {
    const bits = image.readUInt32LE(21);
    return size((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
  }
  return is('VP8 ', 12) ? size(image.readUInt16LE(26) & 0x3fff, image.readUInt16LE(28) & 0x3fff) : undefined;
}
