/** A user of the Admin SDK Directory API (`admin#directory#user`), as far as an emulator needs one. */
export interface GoogleUser {
  id: string;
  primaryEmail: string;
  name: { givenName?: string; familyName?: string; fullName?: string };
  suspended: boolean;
  archived: boolean;
  [field: string]: unknown;
}

export interface GoogleMember {
  /** Missing for a CUSTOMER, which stands for everybody. */
  id?: string;
  email?: string;
  role: 'OWNER' | 'MANAGER' | 'MEMBER';
  type: 'USER' | 'GROUP' | 'CUSTOMER' | 'EXTERNAL';
  status?: string;
}

export interface GoogleGroup {
  id: string;
  email: string;
  name: string;
  members: GoogleMember[];
}

export function googleUser(
  id: string,
  email: string,
  [givenName, familyName]: [string, string],
  more: Record<string, unknown> = {},
): GoogleUser {
  return {
    kind: 'admin#directory#user',
    id,
    etag: `"${id}-1"`,
    primaryEmail: email,
    name: { givenName, familyName, fullName: `${givenName} ${familyName}` },
    suspended: false,
    archived: false,
    isAdmin: false,
    orgUnitPath: '/',
    emails: [{ address: email, primary: true }, { address: `${email}.test-google-a.com` }],
    creationTime: '2024-01-01T00:00:00.000Z',
    lastLoginTime: '2026-10-01T08:00:00.000Z',
    ...more,
  };
}

export const memberOf = ({ id, primaryEmail }: GoogleUser): GoogleMember => ({
  id,
  email: primaryEmail,
  role: 'MEMBER',
  type: 'USER',
  status: 'ACTIVE',
});
