import { type components } from '#client';

type Schemas = components['schemas'];

export type Directory = Schemas['DirectoryBody'];
export type User = Schemas['UserBody'];
export type Group = Schemas['GroupBody'];
/** What changes while one looks: one cheap call, asked again and again. */
export type Pulse = Schemas['PulseBody'];
