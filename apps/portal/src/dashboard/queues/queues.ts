/** What `GET /queues` answers. */
export interface Queues {
  backend: string;
  reachable: boolean;
  lanes: Lane[];
  workers: Worker[];
  oldest_unacknowledged_deprovisioning_at: string | null;
}

export interface Lane {
  lane: string;
  waiting: number;
  active: number;
  delayed: number;
  oldest_due_at: string | null;
}

export interface Worker {
  id: string;
  version: string;
  last_seen_at: string;
  in_flight: number;
}
