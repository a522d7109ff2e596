/** The part of an event that the checks look at. */
export interface FeedEvent {
  id: string;
  type: string;
  object: string;
  sequence: number;
  data: {
    id: string;
    directory_id?: string;
    version: number;
    title?: string | null;
    active?: boolean;
    groups?: { id: string }[];
    reason?: string;
  };
}

/** What a receiver has to be told about a user, once per accepted change. */
export interface Announcement {
  /** `user_created`, `user_updated` or `user_deleted`. */
  type: string;
  title: string;
  active: boolean;
  /** Ids, sorted. */
  groups: string[];
}

export const isAboutUser = (event: FeedEvent): boolean => event.type.startsWith('organization.directory.user_');

export function announcementOf({ type, data }: FeedEvent): Announcement {
  return {
    type: type.slice('organization.directory.'.length),
    title: data.title ?? '',
    active: data.active ?? false,
    groups: (data.groups ?? []).map(({ id }) => id).sort(),
  };
}
