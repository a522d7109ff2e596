/** Characters that nobody can type, as they cannot be seen: control, zero-width and direction characters. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const asRead = (text: string): string => text.replace(UNSEEN, '').replace(/\s+/g, ' ').trim().normalize('NFC');

/** Whether somebody has typed what can be read of a name. */
export const isTypedName = (typed: string, name: string): boolean => asRead(typed) === asRead(name);
