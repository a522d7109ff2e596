/** Where an id leads that somebody pasted into the search; undefined for anything else. */
export function pageOfId(text: string): string | undefined {
  const id = text.trim();
  const prefix = id.split('_', 1)[0] ?? '';
  const page = Object.hasOwn(PAGES, prefix) ? PAGES[prefix] : undefined;
  return page !== undefined && /^[a-z]+_[A-Za-z0-9_-]+$/.test(id) ? `${page}/${id}` : undefined;
}

const PAGES: Readonly<Record<string, string>> = {
  org: '/organizations',
  ep: '/endpoints',
  dlv: '/deliveries',
  evt: '/events',
  inb: '/inboxes',
};
