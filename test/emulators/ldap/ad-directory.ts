import { type Filter } from 'ldapts';
import { type AdAttributes, type AdEntry, adEntry, newGuid, setAttribute } from './ad-entry.js';
import { matches } from './ad-filter.js';

export const NC = 'DC=acme,DC=com';
const DELETED = `CN=Deleted Objects,${NC}`;
const SERVICE = `CN=NTDS Settings,CN=DC1,CN=Servers,CN=Configuration,${NC}`;
/** Values of one attribute in one answer. */
const RANGE = 1500;

/** The entries of a domain, with the numbers that a domain controller gives to changes. */
export class AdDirectory {
  private readonly entries = new Map<string, AdEntry>();
  private usn = 1000;
  dnsHostName = 'dc1.acme.com';
  invocationId = newGuid();
  /** Only administrators, and whom they let, see deleted objects. */
  showsDeleted = true;

  constructor() {
    this.add(NC, { objectClass: ['domainDNS'], objectGUID: newGuid() });
  }

  add(dn: string, attributes: AdAttributes): void {
    const entry = adEntry(dn, { distinguishedName: dn, ...attributes });
    this.entries.set(dn.toLowerCase(), entry);
    this.touch(entry);
  }

  change(dn: string, attributes: AdAttributes): void {
    const entry = this.entryOf(dn);
    for (const [name, value] of Object.entries(attributes)) setAttribute(entry, name, value);
    this.touch(entry);
  }

  move(dn: string, newDn: string): void {
    const entry = this.entryOf(dn);
    this.entries.delete(dn.toLowerCase());
    entry.dn = newDn;
    setAttribute(entry, 'distinguishedName', newDn);
    this.entries.set(newDn.toLowerCase(), entry);
    this.touch(entry);
  }

  /** What is left of a deleted object has lost its category, and most of its attributes. */
  remove(dn: string): void {
    const entry = this.entryOf(dn);
    this.entries.delete(dn.toLowerCase());
    const kept = { objectClass: entry.values.get('objectclass')!, objectGUID: entry.values.get('objectguid')! };
    this.add(`${dn.split(',')[0]}\\0ADEL:x,${DELETED}`, { ...kept, isDeleted: 'TRUE' });
  }

  /** Undefined where the base does not exist, for one who may not see it. */
  search(base: string, scope: string, filter: Filter, withDeleted: boolean): AdEntry[] | undefined {
    if (base === '') return [this.rootDse()];
    if (base.toLowerCase() === SERVICE.toLowerCase())
      return [adEntry(SERVICE, { objectClass: 'nTDSDSA', invocationId: this.invocationId })];
    const root = base.toLowerCase();
    const isDeletedBase = root === DELETED.toLowerCase();
    if (isDeletedBase && !(withDeleted && this.showsDeleted)) return undefined;
    if (!isDeletedBase && !this.exists(root)) return undefined;
    if (scope === 'base') return isDeletedBase ? [adEntry(DELETED, { cn: 'Deleted Objects' })] : [this.entryOf(base)];
    return [...this.entries.entries()]
      .filter(([dn]) => dn === root || dn.endsWith(`,${root}`))
      .map(([, entry]) => entry)
      .filter((entry) => withDeleted || !entry.values.has('isdeleted'))
      .filter((entry) => matches(filter, entry));
  }

  private exists(root: string): boolean {
    return [...this.entries.keys()].some((dn) => dn === root || dn.endsWith(`,${root}`));
  }

  private rootDse(): AdEntry {
    return adEntry('', {
      defaultNamingContext: NC,
      namingContexts: [NC],
      dnsHostName: this.dnsHostName,
      dsServiceName: SERVICE,
      highestCommittedUSN: String(this.usn),
      supportedCapabilities: ['1.2.840.113556.1.4.800'],
      supportedControl: ['1.2.840.113556.1.4.319', '1.2.840.113556.1.4.417'],
    });
  }

  private touch(entry: AdEntry): void {
    this.usn += 1;
    setAttribute(entry, 'uSNChanged', String(this.usn));
  }

  private entryOf(dn: string): AdEntry {
    const entry = this.entries.get(dn.toLowerCase());
    if (entry === undefined) throw new Error(`there is no ${dn}`);
    return entry;
  }
}

/** The attributes that were asked for; of a large one the first part, or the part that was asked for. */
export function shownAttributes(entry: AdEntry, requested: readonly string[]): [string, (string | Buffer)[]][] {
  const wanted = requested.length === 0 ? [...entry.values.keys()] : requested;
  return wanted.flatMap((request): [string, (string | Buffer)[]][] => {
    const [name = '', option] = request.toLowerCase().split(';');
    const values = entry.values.get(name);
    if (values === undefined) return [];
    const written = entry.names.get(name)!;
    const asked = option?.startsWith('range=') ? Number(option.slice('range='.length).split('-')[0]) : undefined;
    if (asked === undefined && values.length <= RANGE) return [[written, values]];
    const from = asked ?? 0;
    const part = values.slice(from, from + RANGE);
    const end = from + RANGE >= values.length ? '*' : String(from + RANGE - 1);
    return [
      ...(asked === undefined ? [[written, []] as [string, string[]]] : []),
      [`${written};range=${from}-${end}`, part],
    ];
  });
}
