// Writes apps/api/src/scalekit-compat/descriptors.ts from the messages in proto/ (npm run proto). Pure JavaScript: no protoc to download.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create, toBinary } from '@bufbuild/protobuf';
import { base64Encode } from '@bufbuild/protobuf/wire';
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';
import protobuf from 'protobufjs';
import prettier from 'prettier';

const SOURCES = fileURLToPath(new URL('../proto/', import.meta.url));
const TARGET = fileURLToPath(new URL('../apps/api/src/scalekit-compat/descriptors.ts', import.meta.url));

/** The text of descriptors.ts. */
export async function renderDescriptors() {
  const files = inOrder(
    readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.proto'))
      .map((name) => name.replaceAll('\\', '/'))
      .sort()
      .map(readFile),
  );
  const google = [...new Set(files.flatMap(({ imports }) => imports))].filter((name) => name.startsWith('google/'));
  const text = `// Made of the messages in proto/ by \`npm run proto\`: change those.
import { fileDesc } from '@bufbuild/protobuf/codegenv2';
import { ${google.sort().map(constantOf).join(', ')} } from '@bufbuild/protobuf/wkt';

${files.map(renderFile).join('\n\n')}
`;
  return prettier.format(text, { ...(await prettier.resolveConfig(TARGET)), filepath: TARGET });
}

function readFile(name) {
  const root = new protobuf.Root();
  const parsed = protobuf.parse(readFileSync(join(SOURCES, name), 'utf8'), root, { keepCase: true });
  return { name, package: parsed.package, imports: parsed.imports ?? [], contents: root.lookup(parsed.package) };
}

/** Imported files first. */
function inOrder(files) {
  const sorted = [];
  const add = (file) => {
    if (file === undefined || sorted.includes(file)) return;
    file.imports.forEach((name) => add(files.find((other) => other.name === name)));
    sorted.push(file);
  };
  files.forEach(add);
  const names = new Map(files.map((file) => [file.package, file.contents]));
  return sorted.map((file) => ({ ...file, names }));
}

/** `eventsFile` of ours; google/protobuf/empty.proto is file_google_protobuf_empty in @bufbuild/protobuf. */
function constantOf(name) {
  const path = name.replace(/\.proto$/, '');
  return name.startsWith('google/') ? `file_${path.replaceAll('/', '_')}` : `${path.split('/').at(-1)}File`;
}

function renderFile(file) {
  const descriptor = create(FileDescriptorProtoSchema, {
    name: file.name,
    package: file.package,
    syntax: 'proto3',
    messageType: nested(file.contents, protobuf.Type).map((type) => describeMessage(type, file)),
    enumType: nested(file.contents, protobuf.Enum).map(describeEnum),
    service: nested(file.contents, protobuf.Service).map((service) => ({
      name: service.name,
      method: service.methodsArray.map((method) => ({
        name: method.name,
        inputType: resolve(method.requestType, service, file).name,
        outputType: resolve(method.responseType, service, file).name,
      })),
    })),
  });
  const bytes = base64Encode(toBinary(FileDescriptorProtoSchema, descriptor), 'std_raw');
  return `export const ${constantOf(file.name)} = fileDesc('${bytes}', [${file.imports.map(constantOf).join(', ')}]);`;
}

const nested = (scope, Kind) => (scope.nestedArray ?? []).filter((child) => child instanceof Kind);

function describeMessage(type, file) {
  const oneofs = type.oneofsArray ?? [];
  return {
    name: type.name,
    field: type.fieldsArray.map((field) => ({
      name: field.name,
      number: field.id,
      ...(field.map
        ? {
            label: Label.REPEATED,
            type: Type.MESSAGE,
            typeName: `${fullName(type, file)}.${entryName(field)}`,
          }
        : { label: field.repeated ? Label.REPEATED : Label.OPTIONAL, ...describeType(field.type, type, file) }),
      ...(field.partOf && { oneofIndex: oneofs.indexOf(field.partOf) }),
      ...(field.options?.proto3_optional && { proto3Optional: true }),
    })),
    oneofDecl: oneofs.map(({ name }) => ({ name })),
    nestedType: [
      ...nested(type, protobuf.Type).map((child) => describeMessage(child, file)),
      ...type.fieldsArray.filter(({ map }) => map).map((field) => describeEntry(field, type, file)),
    ],
    enumType: nested(type, protobuf.Enum).map(describeEnum),
  };
}

/** A map is a repeated message of keys and values. */
function describeEntry(field, type, file) {
  const part = (name, number, typeName) => ({
    name,
    number,
    label: Label.OPTIONAL,
    ...describeType(typeName, type, file),
  });
  return {
    name: entryName(field),
    field: [part('key', 1, field.keyType), part('value', 2, field.type)],
    options: { mapEntry: true },
  };
}

const entryName = ({ name }) => `${name.replace(/(?:^|_)(\w)/g, (_match, letter) => letter.toUpperCase())}Entry`;

function describeEnum(type) {
  return { name: type.name, value: Object.entries(type.values).map(([name, number]) => ({ name, number })) };
}

function describeType(name, scope, file) {
  const scalar = Type[name.toUpperCase()];
  if (scalar !== undefined) return { type: scalar };
  const { name: typeName, isEnum } = resolve(name, scope, file);
  return { type: isEnum ? Type.ENUM : Type.MESSAGE, typeName };
}

/** The nearest type of that name, from the inside out, as the language has it; then those of the imported packages. */
function resolve(name, scope, file) {
  if (name.startsWith('google.protobuf.')) return { name: `.${name}`, isEnum: false };
  const near = scope.lookup(name, [protobuf.Type, protobuf.Enum]);
  if (near) return { name: fullName(near, file), isEnum: near instanceof protobuf.Enum };
  const [, packageName, local] = /^(.*)\.(\w+)$/.exec(name) ?? [];
  const far = file.names.get(packageName)?.get(local);
  if (!far) throw new Error(`${file.name}: there is no type ${name}`);
  return { name: `.${name}`, isEnum: far instanceof protobuf.Enum };
}

function fullName(type, file) {
  return type === file.contents ? `.${file.package}` : `${fullName(type.parent, file)}.${type.name}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(TARGET, await renderDescriptors());
  console.log('Wrote apps/api/src/scalekit-compat/descriptors.ts');
}
