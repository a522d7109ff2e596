import { type Section } from '../../directory/directory-scope';

/** Whose portal this is, and how long it stays open. */
export interface PortalSession {
  session: {
    id: string;
    expires_at: string;
    sections: Section[] | null;
    directory_id: string | null;
    return_url: string | null;
    can_invite: boolean;
  };
  organization: { id: string; display_name: string };
  branding: {
    application_name: string | null;
    logo_url: string | null;
    logo_dark_url: string | null;
    accent: string | null;
    support_url: string | null;
    support_email: string | null;
  };
  parent_origins: string[];
}
