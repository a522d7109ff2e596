import { Initial0001700000000001 as Initial } from './0001-initial.js';

export const MIGRATIONS = [Initial];
