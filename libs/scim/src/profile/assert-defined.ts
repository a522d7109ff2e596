import { ScimError } from '../message/error.js';
import { isObject, type JsonObject, member } from '../path/read.js';
import { describe } from '../resource/coerce.js';
import { type ResourceType, type Schema } from '../schema/resource-type.js';
import { PATCH_OP_URN } from '../schema/urns.js';
import { Published, undefinedAttribute } from './published.js';

/**
 * What the SCIM 2.0 Interoperability Profile (draft-zollner-scim-interop-profile-01) refuses, before a body is read as leniently as
 * any other. What is no SCIM body at all is left to the reader, which says so.
 */

/** §5.3: a POST or PUT with attributes or schemas that are not in /Schemas. */
export function assertDefinedResource(type: ResourceType, body: unknown): void {
  if (!isObject(body)) return;
  const published = new Published(type);
  published.assertSchemas(member(body, 'schemas'));
  for (const [key, value] of Object.entries(body)) {
    const extension = published.extension(key);
    if (extension === undefined) assertAttribute(published, type.schema, key, value);
    else assertObject(published, extension, value, `${key}:`);
  }
}

/** §5.3, §6.5.1.1 and §6.5.2.2: a PATCH with such attributes, without a path, or with the path of a whole element. */
export function assertDefinedPatch(type: ResourceType, body: unknown): void {
  const operations = isObject(body) ? member(body, 'Operations') : undefined;
  if (!Array.isArray(operations)) return;
  const published = new Published(type);
  published.assertSchemas(member(body as JsonObject, 'schemas'), PATCH_OP_URN);
  for (const [index, operation] of operations.entries()) {
    if (isObject(operation)) assertOperation(published, type, operation, `Operations[${index}]`);
  }
}

function assertOperation(published: Published, type: ResourceType, operation: JsonObject, at: string): void {
  const path = member(operation, 'path') ?? '';
  if (typeof path !== 'string') throw ScimError.invalidPath(`${at}.path: expected a string, got ${describe(path)}`);
  const text = path.trim();
  if (text === '') throw ScimError.invalidSyntax(`${at}: needs a path`);
  const open = text.indexOf('[');
  const close = text.lastIndexOf(']');
  const head = open < 0 ? text : text.slice(0, open).trimEnd();
  const isUrn = /^urn:/i.test(head);
  const target = isUrn ? published.split(head) : { schema: type.schema, rest: head };
  if (target === undefined) throw undefinedAttribute(head);
  const { schema, rest } = target;
  const value = member(operation, 'value');
  if (isUrn && rest === '') return assertObject(published, schema, value, `${head}:`);
  const [name = '', ...subs] = rest.split('.');
  const definition = published.of(schema, name);
  if (definition === undefined) throw undefinedAttribute(head);
  // What stands in the brackets, and brackets that do not close, are the parser's to judge.
  const tail =
    open < 0 || close < open
      ? []
      : text
          .slice(close + 1)
          .split('.')
          .slice(1);
  const [sub] = open < 0 ? subs : tail;
  if (open >= 0 && close > open && sub === undefined)
    throw ScimError.invalidPath(`${at}.path: ${name}[…] needs a sub-attribute, as in ${name}[…].value`);
  if (sub === undefined) return published.assertValue(definition, value, head);
  const leaf = definition.subAttributes?.find((one) => one.name.toLowerCase() === sub.toLowerCase());
  if (leaf === undefined) throw undefinedAttribute(`${name}.${sub}`);
  published.assertValue(leaf, value, `${name}.${sub}`);
}

/** An extension with its attributes, or the core schema as a path. */
function assertObject(published: Published, schema: Schema, value: unknown, at: string): void {
  if (!isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) assertAttribute(published, schema, key, inner, at);
}

function assertAttribute(published: Published, schema: Schema, key: string, value: unknown, at = ''): void {
  const definition = published.of(schema, key);
  if (definition === undefined) throw undefinedAttribute(at + key);
  published.assertValue(definition, value, at + key);
}
