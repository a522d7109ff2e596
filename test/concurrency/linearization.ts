import { isDeepStrictEqual } from 'node:util';
import { type ModelEvent, type ModelState } from './model.js';
import { type Exchange } from './operation.js';
import { SequentialDirectory } from './sequential-directory.js';

/** A search that visits more states than this is no search for a test. */
const MOST_STATES = 200_000;

export interface Linearization {
  /** Every state that the directory can be in after the burst. */
  states: ModelState[];
  /** Where there is none: how far the longest order came, and what stands in the way of each remaining request. */
  explanation: string;
}

interface Place {
  done: ReadonlySet<number>;
  order: readonly number[];
  state: ModelState;
  /** Events of the feed that are accounted for. */
  told: number;
}

/**
 * Looks for an order of the requests of a burst in which a sequential directory gives these answers and these events: a request may come
 * next where no other remaining request ended before it began (Wing and Gong, with the states that were visited remembered).
 */
export function linearize(
  before: readonly ModelState[],
  exchanges: readonly Exchange[],
  feed: readonly ModelEvent[],
  burst: number,
): Linearization {
  const directory = new SequentialDirectory(burst);
  const states = new Map<string, ModelState>();
  const visited = new Set<string>();
  let deepest: Place | undefined;
  const open: Place[] = before.map((state) => ({ done: new Set(), order: [], state, told: 0 }));

  while (open.length > 0) {
    const place = open.pop()!;
    const key = `${[...place.done].sort((a, b) => a - b).join()} ${place.told} ${place.state.fingerprint}`;
    if (visited.has(key)) continue;
    visited.add(key);
    if (visited.size > MOST_STATES) throw new Error(`the search of burst ${burst} has seen ${visited.size} states`);
    if (deepest === undefined || place.done.size > deepest.done.size) deepest = place;
    if (place.done.size === exchanges.length) {
      if (place.told === feed.length) states.set(place.state.fingerprint, place.state);
      continue;
    }
    const next: Place[] = [];
    for (const index of candidates(exchanges, place.done)) {
      const { operation, answer } = exchanges[index]!;
      const step = directory.step(place.state, operation, answer);
      if ('problem' in step || contradicts(step.events, feed, place.told) !== undefined) continue;
      const reached: Place = {
        done: new Set(place.done).add(index),
        order: [...place.order, index],
        state: step.state,
        told: place.told + step.events.length,
      };
      // What neither changes nor announces anything may as well come now: no other order is lost.
      if (step.events.length === 0 && step.state.fingerprint === place.state.fingerprint) {
        next.splice(0, next.length, reached);
        break;
      }
      next.push(reached);
    }
    open.push(...next);
  }
  return {
    states: [...states.values()],
    explanation: states.size > 0 ? '' : explain(deepest!, exchanges, feed, directory),
  };
}

/** The remaining requests before which no other remaining one has ended. */
function candidates(exchanges: readonly Exchange[], done: ReadonlySet<number>): number[] {
  const remaining = exchanges.map((_, index) => index).filter((index) => !done.has(index));
  const firstEnd = Math.min(...remaining.map((index) => exchanges[index]!.ended));
  return remaining.filter((index) => exchanges[index]!.begun <= firstEnd);
}

/** Why these are not the next events of the feed. */
function contradicts(events: readonly ModelEvent[], feed: readonly ModelEvent[], told: number): string | undefined {
  for (const [index, event] of events.entries()) {
    const given = feed[told + index];
    if (isDeepStrictEqual(given, event)) continue;
    return `would announce ${JSON.stringify(event)}\n      but the feed has ${JSON.stringify(given)}`;
  }
  return undefined;
}

function explain(
  { order, done, state, told }: Place,
  exchanges: readonly Exchange[],
  feed: readonly ModelEvent[],
  directory: SequentialDirectory,
): string {
  const say = (index: number) => {
    const { connection, operation, answer } = exchanges[index]!;
    return `[${connection}] ${JSON.stringify(operation)} -> ${JSON.stringify(answer)}`;
  };
  const lines = [`the longest order that fits has ${order.length} of ${exchanges.length} requests:`];
  lines.push(...order.map((index) => `  ${say(index)}`), 'none of these can come next:');
  for (const index of candidates(exchanges, done)) {
    const step = directory.step(state, exchanges[index]!.operation, exchanges[index]!.answer);
    const why = 'problem' in step ? step.problem : contradicts(step.events, feed, told);
    lines.push(`  ${say(index)}\n      ${why ?? 'leads nowhere'}`);
  }
  if (candidates(exchanges, done).length === 0)
    lines.push(`  (none is left; the feed goes on: ${JSON.stringify(feed.slice(told))})`);
  const waiting = exchanges.length - order.length - candidates(exchanges, done).length;
  if (waiting > 0) lines.push(`  (${waiting} more are later than these)`);
  return lines.join('\n');
}
