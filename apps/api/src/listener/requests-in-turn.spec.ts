import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { inTurn } from './requests-in-turn.js';

class Answer extends EventEmitter {
  stream = { destroyed: false, closed: false };

  /** Answered, or reset by the client. */
  close(): void {
    this.stream = { destroyed: true, closed: true };
    this.emit('close');
  }
}

function connection(running: number, waiting = 10) {
  const served: Answer[] = [];
  const socket = { destroyed: false, destroy: () => void (socket.destroyed = true) };
  const handle = inTurn<object, Answer>((_request, answer) => void served.push(answer), {
    connectionOf: () => socket,
    running,
    waiting,
  });
  const send = (answer = new Answer()): Answer => {
    handle({}, answer);
    return answer;
  };
  return { served, send, socket };
}

describe('requests of one connection', () => {
  it('wait for each other', () => {
    const { served, send } = connection(1);
    const [first, second] = [send(), send()];
    expect(served).toEqual([first]);
    first.close();
    expect(served).toEqual([first, second]);
  });

  it('give back their places in the line when they are reset', () => {
    const { served, send, socket } = connection(1, 2);
    const first = send();
    for (let n = 0; n < 10; n++) send().close();
    const last = send();
    expect(socket.destroyed).toBe(false);
    first.close();
    expect(served).toEqual([first, last]);
  });

  it('that were reset before anybody looked at them are not served', () => {
    const { served, send } = connection(1);
    const reset = new Answer();
    reset.close();
    send(reset);
    const next = send();
    expect(served).toEqual([next]);
  });

  it('are forgotten with the connection', () => {
    const { served, send, socket } = connection(1);
    const [first] = [send(), send()];
    socket.destroy();
    first!.close();
    expect(served).toEqual([first]);
  });
});
