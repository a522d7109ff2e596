import { type PipeTransform } from '@nestjs/common';
import { type IdPrefix, isId } from '#directory';
import { Problem } from '../../http/problem.js';

/** A path's id: what cannot be one is not found, and never reaches the database. */
export class IdPipe implements PipeTransform<string, string> {
  constructor(
    private readonly prefix: IdPrefix,
    private readonly kind: string,
  ) {}

  transform(value: string): string {
    if (!isId(this.prefix, value)) throw Problem.notFound(this.kind, value);
    return value;
  }
}

export const organizationId = new IdPipe('org', 'organization');
export const directoryId = new IdPipe('dir', 'directory');
export const endpointId = new IdPipe('ep', 'webhook endpoint');
