import { createContext, useContext } from 'react';
import { type Organization } from './organization';

export const OrganizationContext = createContext<Organization | null>(null);

/** The organization whose page is open. */
export function useOrganization(): Organization {
  const organization = useContext(OrganizationContext);
  if (organization === null) throw new Error('this page belongs below an organization');
  return organization;
}
