import { ENTERPRISE_SCHEMA } from './enterprise-user.js';
import { GROUP_SCHEMA } from './group.js';
import { type ResourceType } from './resource-type.js';
import { USER_SCHEMA } from './user.js';

export const USER: ResourceType = {
  id: 'User',
  name: 'User',
  endpoint: '/Users',
  description: 'User account',
  schema: USER_SCHEMA,
  extensions: [{ schema: ENTERPRISE_SCHEMA, required: false }],
};

export const GROUP: ResourceType = {
  id: 'Group',
  name: 'Group',
  endpoint: '/Groups',
  description: 'Group',
  schema: GROUP_SCHEMA,
  extensions: [],
};
