import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type FastifyRequest } from 'fastify';
import { Problem } from '../../http/problem.js';

export const MAX_UPLOAD_BYTES = 100 * 1024 * 1024;

export interface UploadFiles {
  users: string;
  groups: string | null;
}

/** The body of a text/csv request, which no parser has read. */
export interface CsvRequest extends FastifyRequest {
  csv?: Readable;
}

/**
 * Writes the files of an upload to a directory of their own, and takes them away afterwards: a client that sends slowly then holds
 * up nothing but itself.
 */
export async function withUploadFiles<T>(request: CsvRequest, work: (files: UploadFiles) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'rollcall-upload-'));
  try {
    return await work(await received(request, directory));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function received(request: CsvRequest, directory: string): Promise<UploadFiles> {
  const bound = new Bound();
  if (request.csv !== undefined)
    return { users: await saved(request.csv, join(directory, 'users'), bound), groups: null };
  if (!request.isMultipart()) {
    const { 'content-length': length, 'content-type': type } = request.headers;
    if (type === undefined && length === '0')
      throw Problem.invalid([{ field: 'users', description: 'the file is empty' }]);
    throw Problem.fromStatus(415, 'send the file as text/csv, or the files as multipart/form-data');
  }
  const files: Partial<Record<'users' | 'groups', string>> = {};
  for await (const part of request.parts({ limits: { fileSize: MAX_UPLOAD_BYTES, files: 2, fields: 0, parts: 2 } })) {
    if (part.type !== 'file' || (part.fieldname !== 'users' && part.fieldname !== 'groups')) {
      throw Problem.invalid([
        { field: part.fieldname, description: 'is not known; known are the files users and groups' },
      ]);
    }
    files[part.fieldname] = await saved(part.file, join(directory, part.fieldname), bound);
    if (part.file.truncated) throw tooLarge();
  }
  if (files.users === undefined) throw Problem.invalid([{ field: 'users', description: 'is missing' }]);
  return { users: files.users, groups: files.groups ?? null };
}

async function saved(stream: Readable, path: string, bound: Bound): Promise<string> {
  await pipeline(stream, bound.counter(), createWriteStream(path, { mode: 0o600 }));
  return path;
}

/** Of all the files of an upload together. */
class Bound {
  private size = 0;

  counter(): Transform {
    return new Transform({
      transform: (piece: Buffer, _encoding, done) => {
        this.size += piece.length;
        if (this.size > MAX_UPLOAD_BYTES) done(tooLarge());
        else done(null, piece);
      },
    });
  }
}

function tooLarge(): Problem {
  return Problem.fromStatus(413, 'an upload may have 100 MiB');
}
