import { type Option } from '../command.js';

/** Of commands that let people leave: a script has to say that it means it. */
export const YES: Readonly<Record<string, Option>> = {
  yes: { about: 'Do not ask; needed where there is no terminal' },
};

/** Of commands that ask a person (`session.asks`), and let a script go on. */
export const YES_ON_TERMINAL: Readonly<Record<string, Option>> = {
  yes: { about: 'Do not ask; without a terminal nobody is asked' },
};

/** `0`, `0s`, `00h` */
export const isAtOnce = (overlap: string | undefined): boolean => /^0+[smhd]?$/.test(overlap ?? '');
