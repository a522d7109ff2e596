import { StringDecoder } from 'node:string_decoder';
import { type Dispatcher } from 'undici';
import { describeSendError } from './send-error.js';
import { type SendErrorKind, type SendResult } from './send-result.js';

const KEPT_HEADER_BYTES = 16 * 1024;

type Headers = Record<string, string | string[] | undefined>;

/**
 * One request and its answer, as undici tells of it. Speaks to the dispatcher itself: the promise, stream and abort signal that
 * `undici.request` builds for each exchange cost more than the exchange.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  private readonly startedAt = performance.now();
  private readonly timer: NodeJS.Timeout;
  private controller: Dispatcher.DispatchController | undefined;
  private isOver = false;
  private status: number | undefined;
  private headers: Headers = {};
  private readonly chunks: Buffer[] = [];
  private size = 0;

  /**
   * @param timeoutMs from now to the last byte of the answer
   * @param limit how many bytes of the body are kept
   * @param onOver is called once
   */
  constructor(
    private readonly timeoutMs: number,
    private readonly limit: number,
    private readonly onOver: (result: SendResult) => void,
  ) {
    this.timer = setTimeout(() => this.cut('timeout', this.timeoutDetail), timeoutMs);
  }

  /** Ends it now, wherever it is. */
  abort(): void {
    this.cut('aborted', 'the attempt was interrupted and will be made again');
  }

  /** The request is about to be written to a connection: from here on undici can be told to stop. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.isOver) controller.abort(new Error('over'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    // RFC 9110 §15.2: 103 and its like announce the answer, they are none.
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isOver) return;
    this.chunks.push(chunk);
    this.size += chunk.length;
    if (this.size <= this.limit) return;
    // Cut off together with its connection: reading on would let a receiver hold a worker with an endless answer.
    this.answered();
    this.controller?.abort(new Error('over'));
  }

  onResponseEnd(): void {
    this.answered();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: unknown): void {
    const { error: kind, detail } = describeSendError(error);
    this.fail(kind, detail);
  }

  private answered(): void {
    const { status = 0, headers, durationMs } = this;
    this.finish({ kind: 'response', status, headers: keptHeaders(headers), body: this.text(), durationMs });
  }

  private cut(error: 'timeout' | 'aborted', detail: string): void {
    this.fail(error, detail);
    this.controller?.abort(new Error('over'));
  }

  private fail(error: SendErrorKind, detail: string): void {
    this.finish({ kind: 'error', error, detail, durationMs: this.durationMs });
  }

  private finish(result: SendResult): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.timer);
    this.onOver(result);
  }

  private get durationMs(): number {
    return Math.round(performance.now() - this.startedAt);
  }

  /** PostgreSQL's text has no place for NUL. */
  private text(): string {
    if (this.size === 0) return '';
    const bytes = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
    // The decoder holds back a character that the cut went through.
    const text =
      this.size > this.limit ? new StringDecoder('utf8').write(bytes.subarray(0, this.limit)) : bytes.toString();
    return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
  }

  private get timeoutDetail(): string {
    const seconds = `${this.timeoutMs / 1000} s`;
    return this.status === undefined
      ? `no answer within ${seconds}; answer first and do the work afterwards`
      : `status ${this.status} arrived, but the body did not end within ${seconds}; end the response`;
  }
}

function keptHeaders(headers: Headers): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  let size = 0;
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    size += name.length + (typeof value === 'string' ? value.length : value.join().length);
    if (size <= KEPT_HEADER_BYTES) kept[name] = value;
  }
  return kept;
}
