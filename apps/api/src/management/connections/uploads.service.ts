import { createReadStream } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { ConnectorError, CsvFaultsError, csvGroups, type CsvSettings, csvUsers } from '#connectors';
import { type UserScope } from '#directory';
import { Connections, SyncHistory, type SyncView, type UploadStaging } from '#persistence';
import { type FieldViolation, Problem } from '../../http/problem.js';
import { PulledDirectories } from './pulled-directories.js';
import { type UploadQuery } from './sync.dto.js';
import { type CsvRequest, type UploadFiles, withUploadFiles } from './upload-parts.js';
import { UploadRoom } from './upload-room.js';

/** Files of people and groups, read as a whole before anything is done with them. */
@Injectable()
export class UploadsService {
  private readonly room = new UploadRoom();

  constructor(
    @Inject(PulledDirectories) private readonly pulled: PulledDirectories,
    @Inject(Connections) private readonly connections: Connections,
    @Inject(SyncHistory) private readonly history: SyncHistory,
  ) {}

  /** @throws Problem 400 with line and column where a file cannot be read, 429 or 503 where there is no room for one more */
  async upload(scope: UserScope, query: UploadQuery, request: CsvRequest): Promise<SyncView> {
    const { definition } = await this.pulled.findEnabled(scope.organizationId, scope.directoryId);
    if (definition.provider !== 'CSV') throw Problem.precondition('only a directory of the provider CSV takes files');
    const connection = await this.connections.find(scope.directoryId);
    const settings = (connection?.settings ?? {}) as CsvSettings;
    const stage = async (files: UploadFiles): Promise<SyncView> => {
      const upload = {
        leaves: query.missing === 'leave',
        apply: query.apply === 'true',
        listsGroups: files.groups !== null,
      };
      const read = () => this.history.upload(scope.directoryId, upload, (staging) => fill(staging, files, settings));
      return await this.room.read(read);
    };
    return await this.room.receive(scope.directoryId, () => withUploadFiles(request, stage));
  }
}

async function fill(staging: UploadStaging, files: UploadFiles, settings: CsvSettings): Promise<void> {
  await reading('users', async () => {
    const { pages, unknownHeaders } = await csvUsers(createReadStream(files.users), settings);
    for await (const page of pages) await staging.users(page);
    for (const header of unknownHeaders) {
      const message =
        'The file has columns that no field is known for. Name them in the setting `columns` to use them.';
      staging.warn({ code: 'unknown_column', message, example: header });
    }
  });
  const { groups } = files;
  if (groups === null) return;
  await reading('groups', async () => {
    for await (const page of csvGroups(createReadStream(groups), settings)) await staging.groups(page);
  });
}

async function reading(field: string, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (error instanceof CsvFaultsError) throw Problem.invalid(error.faults.map((fault) => violationOf(field, fault)));
    if (!(error instanceof ConnectorError)) throw error;
    throw Problem.invalid([{ field, description: error.message }]);
  }
}

function violationOf(field: string, { line, column, message }: CsvFaultsError['faults'][number]): FieldViolation {
  const place = column === null ? `line ${line}` : `line ${line}, column ${column}`;
  return { field, description: `${place}: ${message}` };
}
