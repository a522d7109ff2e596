import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { BackgroundLog } from '../background-log.js';
import { type ExtensionAttribute, loadExtensionAttributes, saveExtensionAttributes } from '#persistence';
import { observeAttribute, observedSchema, type ResourceType, type Schema, type ScimResource } from '#scim';

/** An IdP that invents attribute names must not fill the table, or our memory. */
const MAX_ATTRIBUTES = 1_000;
const MAX_DIRECTORIES = 10_000;
/** Bytes of a schema and a name that are remembered: the row of an index has 2,704. */
const MAX_NAME_BYTES = 2_500;

/** Custom extension schemas: registered when an IdP first sends them, served by /Schemas and /ResourceTypes. */
@Injectable()
export class ExtensionRegistry {
  /** Per directory, what is stored: `User urn:… name`. */
  private readonly known = new Map<string, Set<string>>();

  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(BackgroundLog) private readonly log: BackgroundLog,
  ) {}

  /**
   * Remembers what the resource shows for the first time. Costs nothing where there is no custom extension. The resource is stored
   * by now: what cannot be noted is noted with the next one.
   */
  async note(directoryId: string, type: ResourceType, resource: ScimResource): Promise<void> {
    await this.register(directoryId, type, resource).catch((error: unknown) => {
      this.log.failed('custom attributes are not noted for /Schemas; the next resource notes them', error);
    });
  }

  private async register(directoryId: string, type: ResourceType, resource: ScimResource): Promise<void> {
    const extensions = Object.entries(resource).filter(([urn, value]) => isCustom(type, urn, value));
    if (extensions.length === 0) return;
    const known = await this.knownOf(directoryId);
    const fresh: ExtensionAttribute[] = [];
    for (const [urn, extension] of extensions as [string, object][]) {
      for (const [name, value] of Object.entries(extension)) {
        // A resource may have tens of thousands of names.
        if (known.size + fresh.length >= MAX_ATTRIBUTES) break;
        const attribute = { resourceType: type.id as 'User' | 'Group', urn, name };
        if (known.has(keyOf(attribute)) || Buffer.byteLength(urn + name) > MAX_NAME_BYTES) continue;
        fresh.push({ ...attribute, definition: observeAttribute(name, value) });
      }
    }
    if (fresh.length === 0) return;
    await saveExtensionAttributes(this.pool, directoryId, fresh);
    for (const attribute of fresh) known.add(keyOf(attribute));
  }

  /** The resource type as this directory knows it: with its custom extensions. */
  async extend(directoryId: string, type: ResourceType): Promise<ResourceType> {
    const attributes = await loadExtensionAttributes(this.pool, directoryId);
    const schemas = new Map<string, Schema>();
    for (const { resourceType, urn, definition } of attributes) {
      if (resourceType !== type.id) continue;
      const schema = schemas.get(urn) ?? observedSchema(urn, []);
      schemas.set(urn, { ...schema, attributes: [...schema.attributes, definition] });
    }
    const extensions = [...schemas.values()].map((schema) => ({ schema, required: false }));
    return { ...type, extensions: [...type.extensions, ...extensions] };
  }

  private async knownOf(directoryId: string): Promise<Set<string>> {
    const known = this.known.get(directoryId);
    if (known !== undefined) return known;
    const stored = new Set((await loadExtensionAttributes(this.pool, directoryId)).map(keyOf));
    if (this.known.size >= MAX_DIRECTORIES) this.known.clear();
    this.known.set(directoryId, stored);
    return stored;
  }
}

function isCustom(type: ResourceType, urn: string, extension: unknown): boolean {
  if (!urn.includes(':') || typeof extension !== 'object' || extension === null) return false;
  return !type.extensions.some(({ schema }) => schema.id === urn);
}

function keyOf({ resourceType, urn, name }: Omit<ExtensionAttribute, 'definition'>): string {
  return `${resourceType} ${urn} ${name}`;
}
