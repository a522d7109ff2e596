import { ApiProperty } from '@nestjs/swagger';
import { type SimulationView } from '#persistence';
import { Choice, Whole } from '../input/fields.js';
import { type Scenario, SCENARIOS } from './simulated-steps.js';

export const DIALECTS = ['okta', 'entra'] as const;
export type Dialect = (typeof DIALECTS)[number];

export class Simulate {
  @Choice({ description: 'The identity provider whose requests to send.', of: DIALECTS, example: 'okta' })
  dialect!: Dialect;

  @Whole({ description: 'How many people.', min: 1, max: 50, example: 5 })
  users!: number;

  @Choice({
    description:
      '`join`: people and groups come. `move`: also some titles change. `leave`: also some people leave. `full`: all of it.',
    of: SCENARIOS,
    example: 'full',
  })
  scenario!: Scenario;
}

class SimulationBody implements SimulationView {
  @ApiProperty({ example: 'sim_01KB4Z7Q3M8XN5T2VWPE6RJS1M' })
  id!: string;

  @ApiProperty({ enum: ['running', 'done', 'failed'] })
  state!: SimulationView['state'];

  @ApiProperty({ type: 'integer', description: 'Steps that are done.' })
  sent!: number;

  @ApiProperty({ type: 'integer', description: 'All steps; each is one request or a few.' })
  total!: number;

  @ApiProperty({ type: [String], description: 'What went wrong; the run ends with the first.' })
  errors!: string[];
}

export class SimulationAnswer {
  @ApiProperty()
  simulation!: SimulationBody;
}
