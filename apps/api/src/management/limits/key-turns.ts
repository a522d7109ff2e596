import { Injectable } from '@nestjs/common';
import { Turns } from '../../limits/turns.js';

/** Requests of API keys take turns, each with its access tokens and its sessions of the dashboard. */
@Injectable()
export class KeyTurns extends Turns {
  constructor() {
    super('the API key');
  }
}
