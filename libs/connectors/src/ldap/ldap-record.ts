import type { Entry } from 'ldapts';

/** An entry whose attributes are found whatever the letter case; options (`;binary`, `;lang-de`) are part of the name. */
export class LdapRecord {
  readonly dn: string;
  private readonly attributes = new Map<string, (string | Buffer)[]>();

  constructor({ dn, ...attributes }: Entry) {
    this.dn = dn;
    for (const [name, value] of Object.entries(attributes))
      this.attributes.set(name.toLowerCase(), Array.isArray(value) ? value : [value]);
  }

  texts(name: string): string[] {
    const values = this.attributes.get(name.toLowerCase()) ?? [];
    return values.map((value) => value.toString('utf8')).filter((text) => text !== '');
  }

  text(name: string): string | undefined {
    return this.texts(name)[0];
  }

  /** The bytes of a value that is no text; the search must have asked for them. */
  bytes(name: string): Buffer | undefined {
    const [value] = this.attributes.get(name.toLowerCase()) ?? [];
    if (value === undefined) return undefined;
    return Buffer.isBuffer(value) ? value : Buffer.from(value, 'latin1');
  }

  /** The attribute that the server sent in part, as `member;range=0-1499` for `member`. */
  range(name: string): ValueRange | undefined {
    const prefix = `${name.toLowerCase()};range=`;
    for (const [key, values] of this.attributes) {
      if (!key.startsWith(prefix) || values.length === 0) continue;
      const [from, to] = key.slice(prefix.length).split('-');
      return {
        values: values.map((value) => value.toString('utf8')),
        next: to === '*' ? undefined : Number(to) + 1,
        from: Number(from),
      };
    }
    return undefined;
  }
}

/** A part of a large attribute (MS-ADTS §3.1.1.3.1.3.3). */
export interface ValueRange {
  values: string[];
  from: number;
  /** Where the rest starts; undefined for the last part. */
  next: number | undefined;
}
