import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AttributePath, resolvePath } from '../path/attribute-path.js';
import { ENTERPRISE_URN } from '../schema/urns.js';
import { USER } from '../schema/resource-types.js';
import { type FilterNode } from './ast.js';
import { parseElementFilter, parseFilter } from './parse.js';
import { printFilter } from './print.js';

const resolve = (name: string) => resolvePath(name, USER) as AttributePath;
const strings = ['userName', 'externalId', 'name.familyName', 'emails.value', `${ENTERPRISE_URN}:manager.value`];
// NUL and lone surrogates are refused.
const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed() && !value.includes('\0'));

const comparisons: fc.Arbitrary<FilterNode>[] = [
  fc.record({
    kind: fc.constant('compare' as const),
    path: fc.constantFrom(...strings).map(resolve),
    op: fc.constantFrom('eq' as const, 'ne' as const, 'co' as const, 'sw' as const, 'ew' as const, 'gt' as const),
    value: text,
  }),
  fc.record({
    kind: fc.constant('compare' as const),
    path: fc.constant(resolve('urn:acme:1.0:User:badge.no')),
    op: fc.constantFrom('eq' as const, 'ne' as const),
    value: fc.oneof(
      text,
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    ),
  }),
  fc.record({ kind: fc.constant('present' as const), path: fc.constantFrom(...strings, 'emails').map(resolve) }),
  text.map((value) => {
    const path = resolve('emails');
    return {
      kind: 'valuePath',
      path,
      node: parseElementFilter(`type eq ${JSON.stringify(value)} or primary pr`, path),
    };
  }),
];

const { node } = fc.letrec<{ node: FilterNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    ...comparisons,
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('node'), right: tie('node') }),
    fc.record({ kind: fc.constant('not' as const), node: tie('node') }),
  ),
}));

it('prints what parses back to the same tree', () => {
  fc.assert(
    fc.property(node, (tree) => {
      expect(parseFilter(printFilter(tree), USER)).toEqual(tree);
    }),
  );
});
