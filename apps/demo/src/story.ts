import { type IdentityProvider, type Person } from '#simulation';
import { type Cast } from './cast.js';

export interface Stage {
  /** Waits as long as a person needs to follow. @throws when the demo is stopped */
  pause(): Promise<void>;
  /** One line about what comes next. */
  say(line: string): void;
}

/** Some weeks at Acme, told by one of its identity providers. */
export async function playStory(provider: IdentityProvider, cast: Cast, stage: Stage): Promise<void> {
  const say = (line: string) => stage.say(`${provider.name}: ${line}`);
  const groupOf = (person: Person) => (person.department === cast.rename?.group ? cast.rename.to : person.department);

  await provider.testConnection();
  say(`${cast.firstDay.length} people are assigned, and ${cast.groups.length} groups pushed`);
  for (const person of cast.firstDay) {
    await stage.pause();
    await provider.assign(person);
  }
  for (const group of cast.groups) {
    await stage.pause();
    await provider.createGroup(
      group,
      cast.firstDay.filter(({ department }) => department === group),
    );
  }
  if (cast.rename) {
    await stage.pause();
    say(`the group ${cast.rename.group} gets a new name`);
    await provider.renameGroup(cast.rename.group, cast.rename.to);
  }

  say(`${cast.joiners.length} people join`);
  for (const person of cast.joiners) {
    await stage.pause();
    await provider.assign(person);
    await stage.pause();
    await provider.addMembers(groupOf(person), [person]);
  }

  say(`${cast.movers.length} people get another title, department or manager`);
  for (const { person, to } of cast.movers) {
    await stage.pause();
    await provider.update(person, to);
    const old = groupOf(person);
    Object.assign(person, to);
    if (groupOf(person) === old) continue;
    await stage.pause();
    await provider.removeMembers(old, [person]);
    await stage.pause();
    await provider.addMembers(groupOf(person), [person]);
  }

  say(`${cast.leavers.length + (cast.deleted ? 1 : 0)} people leave`);
  for (const person of cast.leavers) {
    await stage.pause();
    await provider.deactivate(person);
    await stage.pause();
    await provider.removeMembers(groupOf(person), [person]);
  }
  if (cast.deleted) {
    await stage.pause();
    await provider.remove(cast.deleted);
  }
  if (cast.returner) {
    await stage.pause();
    say('one of them comes back');
    await provider.assign(cast.returner);
    await stage.pause();
    await provider.addMembers(groupOf(cast.returner), [cast.returner]);
  }
}
