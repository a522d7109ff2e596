import { type AttributePath } from '../path/attribute-path.js';

export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/**
 * A parsed filter (RFC 7644 §3.4.2.2), checked against the schema:
 * - `compare.value` has the type of `path.leaf`; a dateTime is an RFC 3339 string; `null` occurs with eq and ne only
 *   and means "not present" and "present";
 * - `ne` is the negation of `eq`: true when no value equals, so also when there is none;
 * - paths inside `valuePath.node` are relative to one element of `valuePath.path`, and the same element must match the
 *   whole node: `emails[type eq "work"].value eq "x"` arrives as `emails[type eq "work" and value eq "x"]` (ENTRA-R2).
 */
export type FilterNode =
  | { kind: 'and' | 'or'; left: FilterNode; right: FilterNode }
  | { kind: 'not'; node: FilterNode }
  | { kind: 'present'; path: AttributePath }
  | { kind: 'compare'; path: AttributePath; op: CompareOperator; value: string | number | boolean | null }
  | { kind: 'valuePath'; path: AttributePath; node: FilterNode };
