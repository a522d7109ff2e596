/** Another process is doing the broker's own work on this directory. */
export class DirectoryClaimedError extends Error {
  constructor(directoryId: string) {
    super(`another process is at ${directoryId}`);
  }
}
