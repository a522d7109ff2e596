import { type Directory } from '#client';
import { type Argument, type Option } from '../command.js';
import { type Session } from '../session.js';

/** Of commands about something in a directory. */
export const DIRECTORY: Argument = { name: 'directory', about: 'Id of the directory' };

export const FOUND_BY: Readonly<Record<string, Option>> = {
  org: { value: 'ORG', about: 'Organization of the directory; without it Rollcall looks in all of them' },
};

export const directoryOf = (session: Session): Promise<Directory> => session.directory(session.argument('directory'));
