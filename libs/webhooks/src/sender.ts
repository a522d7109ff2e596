import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { AddressDeniedError } from './address-denied-error.js';
import { type AddressPolicy } from './address-policy.js';
import { Exchange } from './exchange.js';
import { readOverInterimResponses } from './interim-responses.js';
import { type SendResult } from './send-result.js';

export interface SenderOptions {
  addressPolicy: AddressPolicy;
  /** One deadline for the whole exchange: waiting for a connection, connecting, headers, last body byte. */
  timeoutMs: number;
  userAgent: string;
  /** How much of a response body is kept; 16 KiB unless given. */
  maxResponseBytes?: number;
  /** Requests beyond this many at once to one origin wait for a connection, within their deadline. */
  connectionsPerOrigin: number;
}

export interface SendRequest {
  /** POST unless given. */
  method?: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: Buffer | string;
  /** Less than the deadline of the sender. */
  timeoutMs?: number;
  /** Ends the exchange early; the result is then `aborted`. */
  signal?: AbortSignal;
}

/** What the address policy says of a URL, taken apart once for all requests to it. */
type Target = { origin: string; path: string; isInbox: boolean } | { problem: string };

/** Accepted on the wire: a verbose receiver that answers 200 has received. */
const MAX_HEADER_BYTES = 64 * 1024;
const DEFAULT_RESPONSE_BYTES = 16 * 1024;
const KNOWN_TARGETS = 1_000;

/**
 * Posts webhooks over kept-alive HTTP/1.1 connections. Follows no redirect, uses no proxy from the environment, verifies
 * certificates whatever NODE_TLS_REJECT_UNAUTHORIZED says, and connects only where the address policy allows.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #agent: Agent;
  /** For this deployment's own test inboxes alone: where they are is the operator's word. Made at the first. */
  #inboxAgent: Agent | undefined;
  readonly #targets = new Map<string, Target>();
  /** One listener a signal, however many requests it may end. */
  readonly #running = new WeakMap<AbortSignal, Set<Exchange>>();

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#agent = agentOf(options, guardedConnector(options));
  }

  /** Sends once. Never rejects: what goes wrong is part of the result. */
  send({ method = 'POST', url, headers, body, timeoutMs: own, signal }: SendRequest): Promise<SendResult> {
    const target = this.#target(url);
    if ('problem' in target) {
      return Promise.resolve({ kind: 'error', error: 'address_denied', detail: target.problem, durationMs: 0 });
    }
    const { timeoutMs, maxResponseBytes = DEFAULT_RESPONSE_BYTES, userAgent } = this.#options;
    return new Promise((resolve) => {
      const others = signal && this.#exchangesOf(signal);
      const exchange = new Exchange(own ?? timeoutMs, maxResponseBytes, (result) => {
        others?.delete(exchange);
        resolve(result);
      });
      others?.add(exchange);
      // undici would connect first.
      if (signal?.aborted) return exchange.abort();
      const { origin, path, isInbox } = target;
      const agent = isInbox ? (this.#inboxAgent ??= agentOf(this.#options, openConnector(this.#options))) : this.#agent;
      agent.dispatch({ origin, path, method, headers: { ...headers, 'user-agent': userAgent }, body }, exchange);
    });
  }

  /** Lets running requests end, then closes the connections. Later sends are `aborted`. */
  async close(): Promise<void> {
    await Promise.all([this.#agent.close(), this.#inboxAgent?.close()]);
  }

  /** Checked again, not only when the endpoint was stored: the configuration may have been different then. */
  #target(url: string): Target {
    let target = this.#targets.get(url);
    if (target === undefined) {
      const checked = this.#options.addressPolicy.checkUrl(url);
      target = checked.ok
        ? {
            origin: checked.url.origin,
            path: checked.url.pathname + checked.url.search,
            isInbox: this.#options.addressPolicy.isOwnInbox(url),
          }
        : { problem: checked.problem };
      if (this.#targets.size >= KNOWN_TARGETS) this.#targets.clear();
      this.#targets.set(url, target);
    }
    return target;
  }

  #exchangesOf(signal: AbortSignal): Set<Exchange> {
    let exchanges = this.#running.get(signal);
    if (exchanges === undefined) {
      const all = (exchanges = new Set<Exchange>());
      this.#running.set(signal, all);
      signal.addEventListener('abort', () => [...all].forEach((exchange) => exchange.abort()), { once: true });
    }
    return exchanges;
  }
}

function agentOf(options: SenderOptions, connect: buildConnector.connector): Agent {
  return new Agent({
    connect,
    connections: options.connectionsPerOrigin,
    pipelining: 1,
    maxHeaderSize: MAX_HEADER_BYTES,
    // The deadline of send() governs; these would only measure the gaps between two bytes.
    headersTimeout: 0,
    bodyTimeout: 0,
    // Shorter than the 5 s of many servers: a connection they close under a request costs an attempt. An origin
    // without connections is forgotten.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 60_000,
  });
}

/** A socket never asks `lookup` about an IP literal, so those are checked here, before each connect. */
function guardedConnector(options: SenderOptions): buildConnector.connector {
  const { addressPolicy, timeoutMs } = options;
  const connect = watched(
    buildConnector({ lookup: addressPolicy.lookup, timeout: timeoutMs, rejectUnauthorized: true }),
  );
  return (target, callback) => {
    const problem = isIP(target.hostname) === 0 ? undefined : addressPolicy.problemOf(target.hostname);
    if (problem !== undefined) return callback(new AddressDeniedError(problem), null);
    connect(target, callback);
  };
}

function openConnector({ timeoutMs }: SenderOptions): buildConnector.connector {
  return watched(buildConnector({ timeout: timeoutMs, rejectUnauthorized: true }));
}

function watched(connect: buildConnector.connector): buildConnector.connector {
  return (target, callback) => {
    connect(target, (...result) => {
      if (result[0] === null) readOverInterimResponses(result[1], MAX_HEADER_BYTES);
      callback(...result);
    });
  };
}
