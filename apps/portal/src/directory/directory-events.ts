import { type Directory } from './directory';

export type DirectoryEventType =
  | 'ORGANIZATION_DIRECTORY_ENABLED'
  | 'ORGANIZATION_DIRECTORY_DISABLED'
  | 'ROLLCALL_DIRECTORY_CREATED'
  | 'ROLLCALL_DIRECTORY_CONNECTED'
  | 'ROLLCALL_DIRECTORY_DELETED'
  | 'ROLLCALL_SETUP_FINISHED';

type Listener = (type: DirectoryEventType, directory: Directory) => void;

let listener: Listener = () => undefined;

/** The face that may be framed passes these on to its parent; the other one has nobody to tell. */
export function onDirectoryEvent(heard: Listener): void {
  listener = heard;
}

export function directoryEvent(type: DirectoryEventType, directory: Directory): void {
  listener(type, directory);
}
