import { ScimError } from '../message/error.js';
import { isObject } from '../path/read.js';
import { type Attribute, findAttribute } from '../schema/attribute.js';
import { COMMON_ATTRIBUTES } from '../schema/common-attributes.js';
import { type ResourceType, type Schema } from '../schema/resource-type.js';

/** Of a name in a message. */
const LONGEST_SHOWN = 100;

/** What /Schemas says of a resource type, and the common attributes, which no schema lists (RFC 7643 §3.1). */
export class Published {
  private readonly schemas: ReadonlyMap<string, Schema>;

  constructor(private readonly type: ResourceType) {
    const all = [type.schema, ...type.extensions.map(({ schema }) => schema)];
    this.schemas = new Map(all.map((schema) => [schema.id.toLowerCase(), schema]));
  }

  /** An attribute outside extensions. A password is in no schema that anybody is shown. */
  core(name: string): Attribute | undefined {
    return shown(this.type.schema.attributes, name) ?? shown(COMMON_ATTRIBUTES, name);
  }

  of(schema: Schema, name: string): Attribute | undefined {
    return schema === this.type.schema ? this.core(name) : shown(schema.attributes, name);
  }

  extension(urn: string): Schema | undefined {
    const schema = this.schemas.get(urn.toLowerCase());
    return schema === this.type.schema ? undefined : schema;
  }

  /** The schema that a reference begins with, and what follows; undefined where /Schemas has none of that URN. */
  split(reference: string): { schema: Schema; rest: string } | undefined {
    const lower = reference.toLowerCase();
    for (const [urn, schema] of this.schemas) {
      if (lower === urn) return { schema, rest: '' };
      if (lower.startsWith(`${urn}:`)) return { schema, rest: reference.slice(urn.length + 1) };
    }
    return undefined;
  }

  /** @param also a URN of the message itself */
  assertSchemas(listed: unknown, also?: string): void {
    if (!Array.isArray(listed)) return;
    for (const urn of listed) {
      if (typeof urn !== 'string' || urn === also || this.schemas.has(urn.toLowerCase())) continue;
      throw ScimError.invalidSyntax(`schemas: ${quoted(urn)} is not in /Schemas`);
    }
  }

  /** Refuses sub-attributes that the definition does not have. Values of the wrong type are somebody else's to refuse. */
  assertValue(definition: Attribute, value: unknown, at: string): void {
    for (const element of Array.isArray(value) ? value : [value]) {
      if (definition.type !== 'complex' || !isObject(element)) continue;
      for (const [name, inner] of Object.entries(element)) {
        const sub = findAttribute(definition.subAttributes, name);
        if (sub === undefined) throw undefinedAttribute(`${at}.${name}`);
        this.assertValue(sub, inner, `${at}.${name}`);
      }
    }
    if (definition.name === 'schemas') this.assertSchemas(value);
  }
}

function shown(attributes: Attribute[], name: string): Attribute | undefined {
  const definition = findAttribute(attributes, name);
  return definition?.returned === 'never' ? undefined : definition;
}

export function undefinedAttribute(name: string): ScimError {
  return ScimError.invalidSyntax(`${quoted(name)} is not in /Schemas, and this directory takes only what is there`);
}

const quoted = (text: string): string => JSON.stringify(text.slice(0, LONGEST_SHOWN));
