import { isOptIn } from '#directory';
import { CATALOGUED_TYPES, EVENT_CATALOGUE } from './event-catalogue.js';
import { eventExample } from './event-examples.js';
import { DATA_SCHEMAS, type DataSchema } from './event-schemas.js';

interface Property {
  type?: string | string[];
  description?: string;
  enum?: string[];
  properties?: Record<string, Property>;
  items?: Property;
  oneOf?: Property[];
}

const HEADER = `<!-- Made by \`npm run docs:events\`: do not edit. -->

# Events

Rollcall sends an event for every change. This page lists every type of event, says when Rollcall sends the event, and shows a whole
example. [webhooks.md](webhooks.md) explains how to receive and verify events. The OpenAPI document describes the same schemas
(\`EventBody\`), and \`@rollcall/client\` has a TypeScript type for each.

You get events in three ways:

- **Webhooks**: the body of each request is one event, exactly as shown here.
- **The feed**: \`GET /api/v1/events\` lists the same bodies, oldest first, for 90 days. Resync events and \`rollcall.test\` are not in
  the feed.
- **The list**: \`POST /api/v1/events/paginated\` lists the same bodies, newest first.

## Types

An endpoint without \`event_types\` gets every type that is marked **yes**. It gets the other types only if its \`event_types\` name them.

`;

const ENVELOPE = `## Fields of every event

| field | meaning |
| --- | --- |
| \`spec_version\` | The version of this format: \`1\`. |
| \`id\` | The event. It is also the \`webhook-id\`, the same on every attempt and in every replay. |
| \`type\` | The type. Ignore a type that you do not know: newer versions of Rollcall may send more. |
| \`object\` | The kind of object that \`data\` describes. |
| \`occurred_at\` | When the change was committed (RFC 3339, UTC). |
| \`environment_id\` | This installation of Rollcall. If one receiver serves two installations, such as test and production, the ids differ. |
| \`organization_id\` | The organization. Null for an endpoint that belongs to no organization. |
| \`display_name\` | The type, for people. |
| \`sequence\` | The commit order within the directory, without gaps in the unfiltered feed. Null for resync events and for events without a directory. |
| \`data\` | The object, whole. One event is enough to be up to date. |
| \`previous_attributes\` | The previous values of what changed. Only in \`user_updated\`, \`user_deleted\` and \`group_updated\`, and not in a resync. |

Drop an event only if its \`data.version\` is lower than the version that you hold.

`;

/** docs/events.md, before it is laid out. */
export function eventPage(): string {
  const rows = CATALOGUED_TYPES.map(
    (type) =>
      `| [\`${type}\`](#${anchorOf(type)}) | ${isOptIn(type) ? 'no' : 'yes'} | [${EVENT_CATALOGUE[type].data}](#${EVENT_CATALOGUE[type].data.toLowerCase()}) |`,
  );
  const sections = CATALOGUED_TYPES.map((type) => {
    const { sent, data } = EVENT_CATALOGUE[type];
    const optIn = isOptIn(type) ? '\n\nAn endpoint gets this event only if its `event_types` name it.' : '';
    const example = JSON.stringify(eventExample(type), null, 2);
    return `## ${type}\n\n${sent}${optIn}\n\n\`data\` is [${data}](#${data.toLowerCase()}).\n\n\`\`\`json\n${example}\n\`\`\`\n`;
  });
  const tables = (Object.keys(DATA_SCHEMAS) as DataSchema[]).map(tableOf);
  return `${HEADER}| type | sent by default | data |\n| --- | --- | --- |\n${rows.join('\n')}\n\n${ENVELOPE}${sections.join('\n')}\n${tables.join('\n')}`;
}

/** As GitHub makes it of a heading. */
function anchorOf(type: string): string {
  return type.replaceAll('.', '');
}

function tableOf(name: DataSchema): string {
  const { description, properties = {} } = DATA_SCHEMAS[name] as Property;
  return `## ${name}\n\n${description}\n\n| field | type | meaning |\n| --- | --- | --- |\n${rowsOf(properties, '').join('\n')}\n`;
}

function rowsOf(properties: Record<string, Property>, parent: string): string[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const path = `${parent}${name}`;
    const words = [
      property.description,
      property.enum && `One of ${property.enum.map((value) => `\`${value}\``).join(', ')}.`,
    ];
    const row = `| \`${path}\` | ${typeOf(property)} | ${words.filter(Boolean).join(' ')} |`;
    const kinds = (property.oneOf ?? []).flatMap((one) => [
      `| | | **${one.description}** |`,
      ...rowsOf(one.properties ?? {}, `${path}.`),
    ]);
    const inner = property.properties ?? property.items?.properties;
    return [row, ...kinds, ...(inner === undefined ? [] : rowsOf(inner, property.items ? `${path}[].` : `${path}.`))];
  });
}

function typeOf({ type, items, oneOf }: Property): string {
  if (oneOf !== undefined) return typeOf(oneOf[0]!);
  const names = [type].flat().join(' or ');
  return items === undefined ? names : `array of ${typeOf(items)}`;
}
