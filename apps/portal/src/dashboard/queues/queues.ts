import { type components } from '#client';

type Schemas = components['schemas'];

export type Queues = Schemas['QueuesBody'];
export type Lane = Schemas['LaneBody'];
export type Worker = Schemas['WorkerBody'];
