/** A webhook's body, as far as the demo reads it. */
export interface Event {
  id: string;
  type: string;
  occurred_at: string;
  sequence: number | null;
  data: Record<string, unknown> & { id: string; directory_id?: string };
  previous_attributes?: Record<string, unknown>;
}

/** `organization.directory.user_created` -> `user_created` */
export const shortType = ({ type }: Event): string => type.slice(type.lastIndexOf('.') + 1);
