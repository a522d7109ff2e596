import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type DescEnum, type DescField, type DescFile, type DescMessage, type DescMethod } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import * as descriptors from '../apps/api/src/scalekit-compat/descriptors.js';

const require = createRequire(import.meta.url);
const script = new URL('../scripts/proto-descriptors.mjs', import.meta.url).href;
const { renderDescriptors } = (await import(script)) as { renderDescriptors(): Promise<string> };

/** The package exports no messages of its own, but its files have them. */
function sdkFile(name: string): DescFile {
  const entry = require.resolve('@scalekit-sdk/node').replace(/index\.js$/, '');
  const module = require(`${entry}pkg/grpc/${name}_pb.js`) as Record<string, DescFile>;
  return module[`file_${name.replaceAll('/', '_')}`]!;
}

const fieldText = (field: DescField): string => {
  const type = field.fieldKind === 'scalar' ? field.scalar : (field.message?.typeName ?? field.enum?.typeName);
  const detail = field.fieldKind === 'list' ? `${field.listKind} ${field.scalar ?? ''}` : '';
  const entry = field.fieldKind === 'map' ? `${field.mapKey} ${field.scalar}` : '';
  const { presence, oneof, jsonName } = field;
  return [field.number, field.fieldKind, type, detail, entry, presence, oneof?.name, jsonName].join('|');
};
const methodText = ({ name, input, output, methodKind }: DescMethod): string =>
  [name, input.typeName, output.typeName, methodKind].join('|');
const values = (type: DescEnum): string[] => type.values.map(({ name, number }) => `${name}=${number}`);

describe.each(Object.values(descriptors).map((file): [string, DescFile] => [file.name, file]))('%s', (name, ours) => {
  const theirs = sdkFile(name);

  it('has the fields of the published SDK: names, numbers, types, presence', () => {
    const known = new Map<string, DescMessage>();
    const learn = (message: DescMessage): void => {
      known.set(message.typeName, message);
      message.nestedMessages.forEach(learn);
    };
    theirs.messages.forEach(learn);
    const compare = (message: DescMessage): void => {
      const fields = Object.fromEntries(message.fields.map((field) => [field.name, fieldText(field)]));
      const reference = known.get(message.typeName)?.fields ?? [];
      expect(Object.fromEntries(reference.map((field) => [field.name, fieldText(field)]))).toMatchObject(fields);
      message.nestedMessages.forEach(compare);
    };
    ours.messages.forEach(compare);
  });

  it('has its enumerations and methods', () => {
    for (const type of ours.enums) {
      const reference = theirs.enums.find(({ typeName }) => typeName === type.typeName)!;
      expect(values(reference)).toEqual(expect.arrayContaining(values(type)));
    }
    for (const service of ours.services) {
      const reference = theirs.services.find(({ typeName }) => typeName === service.typeName)!;
      expect(reference.methods.map(methodText)).toEqual(expect.arrayContaining(service.methods.map(methodText)));
    }
  });
});

it('descriptors.ts is what `npm run proto` makes', async () => {
  const committed = readFileSync(new URL('../apps/api/src/scalekit-compat/descriptors.ts', import.meta.url), 'utf8');
  expect(await renderDescriptors()).toBe(committed);
});
