import { describe, expect, it } from 'vitest';
import { derivedId } from './derived-id.js';
import { isId } from './id.js';

describe('derivedId', () => {
  it('keeps the bits of a UUID, in any case', () => {
    const id = derivedId('diruser', '8c13e2a2-51a3-4239-8437-c87bcd62cd03');
    expect(id).toBe('diruser_4C2FHA4MD388WR8DY8FF6P5K83');
    expect(derivedId('diruser', '8C13E2A2-51A3-4239-8437-C87BCD62CD03')).toBe(id);
    expect(derivedId('diruser', '00000000-0000-0000-0000-000000000001')).toBe('diruser_00000000000000000000000001');
  });

  it('is the same for the same name, another one for another, and an id everywhere', () => {
    const names = ['acme:app', 'acme:ap', '', '118', '8c13e2a2-51a3-4239-8437-c87bcd62cd0'];
    const ids = names.map((name) => derivedId('dirgroup', name));
    expect(names.map((name) => derivedId('dirgroup', name))).toEqual(ids);
    expect(new Set(ids).size).toBe(names.length);
    for (const id of ids) expect(isId('dirgroup', id), id).toBe(true);
  });
});
