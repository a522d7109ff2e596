import { onDirectoryEvent } from '../../directory/directory-events';
import { providerOf } from '../../directory/providers';

/** The page that shows the portal in a frame; undefined where nobody does, or nobody who may listen. */
function parentOrigin(allowed: readonly string[]): string | undefined {
  if (window.parent === window) return undefined;
  const origins = 'ancestorOrigins' in location ? [...location.ancestorOrigins] : [];
  const referrer = document.referrer === '' ? undefined : new URL(document.referrer).origin;
  const candidate = origins[0] ?? referrer;
  if (candidate !== undefined) return allowed.find((origin) => origin === candidate);
  // A browser that names no ancestor: with one possible parent there is nothing to guess.
  return allowed.length === 1 ? allowed[0] : undefined;
}

export class ParentMessages {
  private readonly origin: string | undefined;

  constructor(
    allowed: readonly string[],
    private readonly organizationId: string,
  ) {
    this.origin = parentOrigin(allowed);
  }

  get framed(): boolean {
    return this.origin !== undefined;
  }

  /** Ids and enums only: the parent is another origin. */
  send(eventType: string, rest: Record<string, unknown> = {}): void {
    if (this.origin !== undefined) window.parent.postMessage({ event_type: eventType, ...rest }, this.origin);
  }

  passOnDirectoryEvents(): void {
    onDirectoryEvent((type, { id, directory_type, directory_provider, enabled }) =>
      this.send(type, {
        object: 'directory',
        organization_id: this.organizationId,
        message: `${type} ${providerOf({ directory_type, directory_provider }).directoryProvider}`,
        data: { directory_type, id, provider: directory_provider, enabled },
      }),
    );
  }

  /** Tells the height of the page whenever it changes. */
  followHeight(): () => void {
    if (!this.framed) return () => undefined;
    const observer = new ResizeObserver(() =>
      this.send('ROLLCALL_RESIZE', { height: document.documentElement.scrollHeight }),
    );
    observer.observe(document.body);
    return () => observer.disconnect();
  }
}
