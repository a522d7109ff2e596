import { type RollcallEvent } from '#client';
import { plain } from '../plain.js';

/** `organization.directory.user_created` -> `user_created` */
export const shortType = ({ type }: RollcallEvent): string => type.replace(/^organization\.(directory\.)?/, '');

/** Whom or what an event is about. */
export function subjectOf({ data }: RollcallEvent): string {
  const facts = data as Record<string, unknown>;
  return plain(facts['name'] ?? facts['display_name'] ?? facts['email'] ?? facts['url'] ?? facts['id']);
}
