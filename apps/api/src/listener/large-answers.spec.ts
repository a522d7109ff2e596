import { EventEmitter } from 'node:events';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { LargeAnswers } from './large-answers.js';

/** An answer whose client takes a piece whenever it is told to. */
class Answer extends EventEmitter {
  readonly pieces: number[] = [];
  ended = false;

  write({ length }: Uint8Array): boolean {
    this.pieces.push(length);
    return false;
  }

  end(rest: Uint8Array): this {
    this.pieces.push(rest.length);
    this.ended = true;
    return this;
  }
}

function send(large: LargeAnswers, connection: object, body: Uint8Array, method = 'GET'): Answer {
  const answer = new Answer();
  large.inPieces({ method } as IncomingMessage, answer as unknown as ServerResponse, connection);
  answer.end(body);
  return answer;
}

const [ONE, OTHER] = [{}, {}];

it('hands over the next piece when the client has taken the one before', () => {
  const large = new LargeAnswers();
  const answer = send(large, ONE, Buffer.alloc(200_000));
  expect(answer.pieces).toEqual([65_536]);
  expect(large.bytesOf(ONE)).toBe(200_000);
  for (let n = 0; n < 3; n++) answer.emit('drain');
  expect(answer.pieces).toEqual([65_536, 65_536, 65_536, 3_392]);
  expect(answer.ended).toBe(true);
  expect(large.bytesOf(ONE)).toBe(0);
});

it('counts a document once, however many wait for it', () => {
  const large = new LargeAnswers();
  const document = Buffer.alloc(200_000);
  const answers = [send(large, ONE, document), send(large, OTHER, document)];
  expect(large.bytesOf(ONE) + large.bytesOf(OTHER)).toBe(200_000);
  answers[0]!.emit('close');
  expect([large.bytesOf(ONE), large.bytesOf(OTHER)]).toEqual([0, 200_000]);
  answers[1]!.emit('close');
  answers[1]!.emit('close');
  expect(large.bytesOf(OTHER)).toBe(0);
});

it.each([
  ['a small answer', 100, 'GET'],
  ['an answer to HEAD', 200_000, 'HEAD'],
])('leaves %s alone', (_what, length, method) => {
  const large = new LargeAnswers();
  const answer = send(large, ONE, Buffer.alloc(length), method);
  expect([answer.pieces, large.bytesOf(ONE)]).toEqual([[length], 0]);
});
