import { type Attribute } from './attribute.js';

export interface Schema {
  id: string;
  name: string;
  description: string;
  attributes: Attribute[];
}

/** A kind of resource: its endpoint, its core schema and the extensions it may carry (RFC 7643 §6). */
export interface ResourceType {
  id: string;
  name: string;
  endpoint: string;
  description: string;
  schema: Schema;
  extensions: { schema: Schema; required: boolean }[];
}
