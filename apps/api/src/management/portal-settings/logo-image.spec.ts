import { expect, it } from 'vitest';
import { logoProblem, readLogo } from './logo-image.js';

function png(width: number, height: number): Buffer {
  const image = Buffer.alloc(40);
  image.write('89504e470d0a1a0a', 'hex');
  image.writeUInt32BE(width, 16);
  image.writeUInt32BE(height, 20);
  return image;
}

const jpeg = Buffer.from('ffd8ffe000044a46ffc000110800640080030122000000000000', 'hex');
const webp = (kind: string, rest: string) =>
  Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${kind}\0\0\0\0`, 'latin1'), Buffer.from(rest, 'hex'), Buffer.alloc(20)]);

it.each([
  ['PNG', png(128, 100), 'image/png'],
  ['JPEG', jpeg, 'image/jpeg'],
  ['extended WebP', webp('VP8X', '000000007f0000630000'), 'image/webp'],
  ['lossless WebP', webp('VP8L', '2f7fc01800'), 'image/webp'],
  ['lossy WebP', webp('VP8 ', '0000009d012a80006400'), 'image/webp'],
])('reads the size of a %s', (_kind, image, contentType) => {
  expect(readLogo(image)).toEqual({ contentType, width: 128, height: 100 });
  expect(logoProblem(image)).toBeUndefined();
});

it.each([
  [
    'an SVG',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    'PNG, JPEG or WebP',
  ],
  ['nothing', Buffer.alloc(0), 'PNG, JPEG or WebP'],
  ['a cut JPEG', jpeg.subarray(0, 8), 'PNG, JPEG or WebP'],
  ['a small image', png(63, 100), '64 to 2000 pixels'],
  ['a wide image', png(2_001, 100), '64 to 2000 pixels'],
  ['a heavy image', Buffer.concat([png(128, 100), Buffer.alloc(102_400)]), '100 KB'],
])('refuses %s in words', (_what, image, words) => {
  expect(logoProblem(image)).toContain(words);
});
