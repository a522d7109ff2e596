import { type components } from '#client';

type Schemas = components['schemas'];

export type Organization = Schemas['OrganizationBody'];
export type OrganizationList = Schemas['OrganizationList'];
export type PortalLink = Schemas['PortalLinkBody'];
export type Mail = Schemas['MailBody'];
