import { type ManagementClient } from './management-client.js';

// The document is what it is: the tests read whatever it says.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface Operation {
  method: string;
  path: string;
  words: Json;
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

/** What `GET /openapi.json` answers. */
export class ApiDocument {
  readonly operations: Operation[];

  private constructor(readonly content: Json) {
    this.operations = Object.entries(content.paths as Record<string, Json>).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method] !== undefined).map((method) => ({ method, path, words: item[method] })),
    );
  }

  static async of(app: ManagementClient): Promise<ApiDocument> {
    return new ApiDocument((await app.call('GET', '/openapi.json')).body);
  }

  /** The schema itself where one is only named. */
  resolve(schema: Json): Json {
    if (schema?.$ref === undefined) return schema;
    return schema.$ref
      .split('/')
      .slice(1)
      .reduce((node: Json, key: string) => node[key], this.content);
  }

  /** What the page shows in the field of a parameter; undefined where the field is empty. */
  shownIn({ example, schema }: Json): Json {
    const { example: own, examples } = this.resolve(schema);
    return example ?? own ?? examples?.[0];
  }
}
