import { type Connector } from '../connector.js';
import { type ConnectorDefinition } from '../registry/connector-definition.js';
import { unreadable } from './csv-rows.js';

/** A file is uploaded: there is nothing to list, and nobody to ask. */
export const CSV: ConnectorDefinition = {
  provider: 'CSV',
  settings: {
    columns: {
      kind: 'map',
      description: 'The header of the column for each canonical field, where it is not the name of the field',
      example: { email: 'work_mail' },
    },
    delimiter: {
      kind: 'text',
      values: [',', ';', '\t'],
      description: 'What stands between two cells; found out from the header unless given',
      example: ';',
    },
  },
  secrets: {},
  create: (): Connector => ({
    async *users() {
      await Promise.reject(unreadable('this directory is filled by files: upload one'));
    },
    test: () =>
      Promise.resolve({
        checks: [{ name: 'upload', ok: true, message: 'Upload a file to check it.', hint: '' }],
        counts: { users: null, groups: null },
        sample: [],
      }),
  }),
};
