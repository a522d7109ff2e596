/** The sync is another process's by now, or was canceled: whoever gets this stops. */
export class SyncLostError extends Error {
  override readonly name = 'SyncLostError';
}
