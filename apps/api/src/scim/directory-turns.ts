import { Injectable } from '@nestjs/common';
import { Turns } from '../limits/turns.js';

/** SCIM requests of directories take turns. */
@Injectable()
export class DirectoryTurns extends Turns {
  constructor() {
    super('the directory');
  }
}
