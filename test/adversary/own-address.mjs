/** Senders have an address of their own, apart from the quiet one's. Of other systems, not each knows more than one of loopback. */
export const ownAddress = process.platform === 'linux' ? '127.0.0.2' : undefined;
