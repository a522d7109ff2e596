import { type components } from '#client';

type Schemas = components['schemas'];

export type Directory = Schemas['DirectoryBody'];
export type User = Schemas['UserBody'];
export type Group = Schemas['GroupBody'];

/** What changes while one looks: one cheap call, asked again and again. */
export interface Pulse {
  status: string;
  enabled: boolean;
  full_sync_required: boolean;
  total_users: number;
  total_groups: number;
  last_synced_at: string | null;
  first_request_at: string | null;
  last_request: {
    id: string;
    at: string;
    action: string;
    status: number;
    error: string | null;
    ip: string | null;
  } | null;
  refused_last_hour: number;
  last_secret: { id: string; suffix: string; at: string } | null;
  sync: { id: string; state: string; progress: SyncProgress | null } | null;
  held_departures: number;
}

export interface SyncProgress {
  phase: string;
  seen: number;
  total: number | null;
}
