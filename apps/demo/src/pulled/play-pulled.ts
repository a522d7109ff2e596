import { type Cast } from '../cast.js';
import { type Stage } from '../story.js';
import { type HiBob } from './hibob.js';
import { type PulledDirectory, type Sync } from './pulled-directory.js';

/** The same weeks at a source that does not push: Rollcall looks, and tells what has changed. */
export async function playPulled(source: HiBob, directory: PulledDirectory, cast: Cast, stage: Stage): Promise<void> {
  const say = (line: string) => stage.say(`${source.name}: ${line}`);
  const sync = async (expected: Sync['state']): Promise<Sync> => {
    await stage.pause();
    const done = await directory.sync();
    if (done.state === expected) return done;
    throw new Error(`a sync of ${source.name} is ${done.state}, not ${expected}: ${done.error?.message ?? ''}`);
  };

  for (const person of cast.firstDay) source.people.add(person);
  say(`Rollcall reads ${cast.firstDay.length} people, and makes groups of their departments`);
  await sync('succeeded');

  for (const person of cast.joiners) source.people.add(person);
  for (const { person, to } of cast.movers) Object.assign(person, to);
  say(`${cast.joiners.length} people join, and ${cast.movers.length} get another title, department or manager`);
  await sync('succeeded');

  for (const person of cast.leavers) source.people.delete(person);
  say(`${cast.leavers.length} people leave`);
  await sync('succeeded');

  source.isCutShort = true;
  const { error } = await sync('failed');
  say(`the next listing ends in the middle, and nobody leaves because of it. ${error?.message ?? ''}`);
  source.isCutShort = false;

  const everybody = [...source.people];
  source.people.clear();
  const stopped = await sync('needs_review');
  say(`the next listing is empty: the sync waits for a person to look. ${stopped.review?.reason ?? ''}`);
  await directory.reject(stopped);
  for (const person of everybody) source.people.add(person);
}
