import directory from './en/directory.json';
import frame from './en/frame.json';
import parts from './en/parts.json';

/** The texts that both faces need. */
export const sharedMessages = { directory, frame, parts };
