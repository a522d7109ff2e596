/** A text file for a password manager. Its name is ours: nothing of a provider goes into it. */
export function downloadCredentials(provider: string, endpoint: string, token: string): void {
  const text = `Directory sync for ${provider}\n\nEndpoint URL: ${endpoint}\nToken: ${token}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'directory-sync-credentials.txt';
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
