import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Texts of one block: enough for a good ratio, few enough to be unpacked quickly. */
const BLOCK_CHARACTERS = 128 * 1024;
const FASTEST = { level: 1 };

/**
 * Texts that are written once and read in the order in which they came, packed: people of one directory are much alike, so that what is
 * listed of a hundred thousand takes about a tenth of its size. Any other order works as well, and is slow.
 */
export class ResourceShelf {
  private readonly blocks: Buffer[] = [];
  private open: string[] = [];
  private size = 0;
  private unpacked: { block: number; texts: string[] } = { block: -1, texts: [] };
  /** Of each block the number of its first text. */
  private readonly firsts: number[] = [0];
  private count = 0;

  /** @param text of one line, as JSON is @returns the number by which it is read */
  put(text: string): number {
    this.open.push(text);
    this.size += text.length;
    if (this.size >= BLOCK_CHARACTERS) this.close();
    return this.count++;
  }

  get(number: number): string {
    const block = this.blockOf(number);
    const at = number - this.firsts[block]!;
    if (block === this.blocks.length) return this.open[at]!;
    if (this.unpacked.block !== block) {
      this.unpacked = { block, texts: inflateRawSync(this.blocks[block]!).toString('utf8').split('\n') };
    }
    return this.unpacked.texts[at]!;
  }

  private close(): void {
    this.blocks.push(deflateRawSync(this.open.join('\n'), FASTEST));
    this.open = [];
    this.size = 0;
    this.firsts.push(this.count + 1);
  }

  private blockOf(number: number): number {
    let [low, high] = [0, this.firsts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.firsts[middle]! <= number) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
