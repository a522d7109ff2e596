import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../http/problem.js';
import { UpdateGroupRules } from '../group-rules/group-rule.dto.js';
import { UpdateRoles } from '../roles/role.dto.js';
import { InputPipe } from './input.pipe.js';

const deep = (levels: number): unknown => JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels));

/** As from `JSON.parse`, where `__proto__` is a name like any other. */
const HOSTILE: [string, string][] = [
  ['__proto__', '{"__proto__": {"polluted": true}}'],
  [
    '__proto__ of an entry',
    '{"roles": [{"__proto__": {"polluted": true}}], "rules": [{"__proto__": {"polluted": true}}]}',
  ],
  ['constructor', '{"constructor": {"prototype": {"polluted": true}}}'],
  ['constructor of an entry', '{"roles": [{"constructor": 1}], "rules": [{"constructor": {"prototype": 1}}]}'],
  ['prototype', '{"prototype": {"polluted": true}}'],
  ['then', '{"then": 1, "roles": [{"then": 1}], "rules": [{"then": 1}]}'],
  ['toString', '{"toString": 1, "roles": [{"toString": null}], "rules": [{"valueOf": null}]}'],
  ['hasOwnProperty', '{"hasOwnProperty": 1, "roles": {"hasOwnProperty": 1}, "rules": {"hasOwnProperty": 1}}'],
  ['a list as an object', '{"roles": {"length": 1e9, "0": {}}, "rules": {"length": 1e9, "0": {}}}'],
  ['a list of lists', '{"roles": [[[]]], "rules": [[[]]]}'],
  ['a list of nulls', '{"roles": [null], "rules": [null]}'],
  ['a text', '{"roles": "x", "rules": "x"}'],
  ['levels', JSON.stringify({ roles: [deep(60)], rules: [deep(60)] })],
];

describe.each([UpdateRoles, UpdateGroupRules])('a body read by class-transformer as %o', (metatype) => {
  it.each(HOSTILE)('with %s is a problem of the input, and changes nothing else', async (_name, text) => {
    const given = new InputPipe().transform(JSON.parse(text), { type: 'body', metatype });
    await expect(given).rejects.toBeInstanceOf(Problem);
    await expect(given).rejects.toMatchObject({ status: 400 });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(metatype.prototype)).toBe(Object.prototype);
  });
});
