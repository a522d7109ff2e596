import { describe, expect, it } from 'vitest';
import { BodiesInWork } from './bodies-in-work.js';

describe('bodies in work', () => {
  it('of one sender are bounded, and leave room for others', () => {
    const bodies = new BodiesInWork({ sender: 100, process: 150 });
    const [first, second] = [bodies.open('a'), bodies.open('a')];
    first.add(60);
    second.add(40);
    expect(() => second.add(1)).toThrow('this sender has too many bytes');
    bodies.open('b').add(50);
    expect(() => bodies.open('c').add(1)).toThrow('all senders have too many bytes');
    first.close();
    bodies.open('c').add(60);
  });

  it('give back their bytes once', () => {
    const bodies = new BodiesInWork({ sender: 100, process: 100 });
    const other = bodies.open('a');
    other.add(50);
    const body = bodies.open('a');
    body.add(50);
    body.close();
    body.close();
    body.add(1_000);
    bodies.open('a').add(50);
    expect(() => bodies.open('a').add(1)).toThrow();
  });

  it('are read where one is alone, however large', () => {
    const bodies = new BodiesInWork({ sender: 10, process: 10 });
    const body = bodies.open('a');
    body.add(8);
    body.add(8);
    expect(() => bodies.open('b').add(1)).toThrow();
  });
});
