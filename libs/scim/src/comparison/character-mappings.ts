/**
 * Runs of code points, in hexadecimal: `391-3a1:3b1` maps U+0391 to U+03B1, U+0392 to U+03B2 and so on; `/2` means every second one.
 * The tables are of Unicode 17 and stay as they are: keys that are stored must not change with the version of Node. A change of a table
 * needs a migration that makes the stored keys and the SQL function anew.
 */

/**
 * Case folding (CaseFolding.txt, status C and F) of what canonical decomposition leaves whole. An accented letter is decomposed first,
 * so that only its letter is here.
 */
const FOLDINGS = `
  41-5a:61 b5:3bc c6:e6 d0:f0 d8:f8 de:fe 110:111 126:127 132:133 13f-141/2:140 14a:14b 152:153 166:167 17f:73 181:253
  182-184/2:183 186:254 187:188 189-18a:256 18b:18c 18e:1dd 18f:259 190:25b 191:192 193:260 194:263 196:269 197:268 198:199
  19c:26f 19d:272 19f:275 1a2-1a4/2:1a3 1a6:280 1a7:1a8 1a9:283 1ac:1ad 1ae:288 1b1-1b2:28a 1b3-1b5/2:1b4 1b7:292 1b8:1b9 1bc:1bd
  1c4:1c6 1c5:1c6 1c7:1c9 1c8:1c9 1ca:1cc 1cb:1cc 1e4:1e5 1f1:1f3 1f2:1f3 1f6:195 1f7:1bf 21c:21d 220:19e 222-224/2:223 23a:2c65
  23b:23c 23d:19a 23e:2c66 241:242 243:180 244:289 245:28c 246-24e/2:247 345:3b9 370-372/2:371 376:377 37f:3f3 391-3a1:3b1
  3a3-3a9:3c3 3c2:3c3 3cf:3d7 3d0:3b2 3d1:3b8 3d5:3c6 3d6:3c0 3d8-3ee/2:3d9 3f0:3ba 3f1:3c1 3f4:3b8 3f5:3b5 3f7:3f8 3f9:3f2
  3fa:3fb 3fd-3ff:37b 402-404/2:452 405-406:455 408-40b:458 40f:45f 410-418:430 41a-42f:43a 460-474/2:461 478-480/2:479
  48a-4be/2:48b 4c0:4cf 4c3-4cd/2:4c4 4d4:4d5 4d8:4d9 4e0:4e1 4e8:4e9 4f6:4f7 4fa-52e/2:4fb 531-556:561 10a0-10c5:2d00 10c7:2d27
  10cd:2d2d 13f8-13fd:13f0 1c80:432 1c81:434 1c82:43e 1c83-1c84:441 1c85:442 1c86:44a 1c87:463 1c88:a64b 1c89:1c8a 1c90-1cba:10d0
  1cbd-1cbf:10fd 1efa-1efe/2:1efb 2132:214e 2160-216f:2170 2183:2184 24b6-24cf:24d0 2c00-2c2f:2c30 2c60:2c61 2c62:26b 2c63:1d7d
  2c64:27d 2c67-2c6b/2:2c68 2c6d:251 2c6e:271 2c6f:250 2c70:252 2c72:2c73 2c75:2c76 2c7e-2c7f:23f 2c80-2ce2/2:2c81
  2ceb-2ced/2:2cec 2cf2:2cf3 a640-a66c/2:a641 a680-a69a/2:a681 a722-a72e/2:a723 a732-a76e/2:a733 a779-a77b/2:a77a a77d:1d79
  a77e-a786/2:a77f a78b:a78c a78d:265 a790-a792/2:a791 a796-a7a8/2:a797 a7aa:266 a7ab:25c a7ac:261 a7ad:26c a7ae:26a a7b0:29e
  a7b1:287 a7b2:29d a7b3:ab53 a7b4-a7c2/2:a7b5 a7c4:a794 a7c5:282 a7c6:1d8e a7c7-a7c9/2:a7c8 a7cb:264 a7cc-a7da/2:a7cd a7dc:19b
  a7f5:a7f6 ab70-abbf:13a0 10400-10427:10428 104b0-104d3:104d8 10570-1057a:10597 1057c-1058a:105a3 1058c-10592:105b3
  10594-10595:105bb 10c80-10cb2:10cc0 10d50-10d65:10d70 118a0-118bf:118c0 16e40-16e5f:16e60 16ea0-16eb8:16ebb 1e900-1e921:1e922`;

/** Foldings to more than one character, and the characters they come from. */
const LONG_FOLDINGS: readonly (readonly [from: string, to: string])[] = [
  ['\u00DF', 'ss'],
  ['\u0149', '\u02BCn'],
  ['\u0587', '\u0565\u0582'],
  ['\u1E9A', 'a\u02BE'],
  ['\u1E9E', 'ss'],
  ['\uFB00', 'ff'],
  ['\uFB01', 'fi'],
  ['\uFB02', 'fl'],
  ['\uFB03', 'ffi'],
  ['\uFB04', 'ffl'],
  ['\uFB05', 'st'],
  ['\uFB06', 'st'],
  ['\uFB13', '\u0574\u0576'],
  ['\uFB14', '\u0574\u0565'],
  ['\uFB15', '\u0574\u056B'],
  ['\uFB16', '\u057E\u0576'],
  ['\uFB17', '\u0574\u056D'],
];

/** Decompositions of the types <wide> and <narrow>: what East Asian keyboards type for ASCII, and half-width kana and jamo. */
const WIDTHS = `
  3000:20 ff01-ff5e:21 ff5f-ff60:2985 ff61:3002 ff62-ff63:300c ff64:3001 ff65:30fb ff66:30f2 ff67:30a1 ff68:30a3 ff69:30a5
  ff6a:30a7 ff6b:30a9 ff6c:30e3 ff6d:30e5 ff6e:30e7 ff6f:30c3 ff70:30fc ff71:30a2 ff72:30a4 ff73:30a6 ff74:30a8 ff75-ff76:30aa
  ff77:30ad ff78:30af ff79:30b1 ff7a:30b3 ff7b:30b5 ff7c:30b7 ff7d:30b9 ff7e:30bb ff7f:30bd ff80:30bf ff81:30c1 ff82:30c4
  ff83:30c6 ff84:30c8 ff85-ff8a:30ca ff8b:30d2 ff8c:30d5 ff8d:30d8 ff8e:30db ff8f-ff93:30de ff94:30e4 ff95:30e6 ff96-ff9b:30e8
  ff9c:30ef ff9d:30f3 ff9e-ff9f:3099 ffa0:3164 ffa1-ffbe:3131 ffc2-ffc7:314f ffca-ffcf:3155 ffd2-ffd7:315b ffda-ffdc:3161
  ffe0-ffe1:a2 ffe2:ac ffe3:af ffe4:a6 ffe5:a5 ffe6:20a9 ffe8:2502 ffe9-ffec:2190 ffed:25a0 ffee:25cb`;

/** From a character to the one that stands for all of its case variants. */
export const CASE_FOLDINGS: ReadonlyMap<string, string> = new Map([...read(FOLDINGS), ...LONG_FOLDINGS]);

/** From a full-width or half-width character to the plain one. */
export const WIDTH_MAPPINGS: ReadonlyMap<string, string> = new Map(read(WIDTHS));

function read(runs: string): [string, string][] {
  return runs
    .trim()
    .split(/\s+/)
    .flatMap((run) => {
      const [range, to] = run.split(':') as [string, string];
      const [ends, step = '1'] = range.split('/') as [string, string?];
      const [first, last = first] = ends.split('-').map((end) => parseInt(end, 16)) as [number, number?];
      const length = (last - first) / Number(step) + 1;
      return Array.from({ length }, (_, n): [string, string] => {
        const shift = n * Number(step);
        return [String.fromCodePoint(first + shift), String.fromCodePoint(parseInt(to, 16) + shift)];
      });
    });
}
