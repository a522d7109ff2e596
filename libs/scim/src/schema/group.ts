import { attribute } from './attribute.js';
import { type Schema } from './resource-type.js';
import { GROUP_URN } from './urns.js';

/** Core group, RFC 7643 §4.2; descriptions are the texts of §8.7.1. */
export const GROUP_SCHEMA: Schema = {
  id: GROUP_URN,
  name: 'Group',
  description: 'Group',
  attributes: [
    attribute('displayName', 'A human-readable name for the Group. REQUIRED.', { required: true }),
    attribute('members', 'A list of members of the Group.', {
      multiValued: true,
      subAttributes: [
        attribute('value', 'Identifier of the member of this Group.', { caseExact: true, mutability: 'immutable' }),
        attribute('$ref', 'The URI corresponding to a SCIM resource that is a member of this Group.', {
          type: 'reference',
          caseExact: true,
          mutability: 'immutable',
          referenceTypes: ['User', 'Group'],
        }),
        attribute('display', 'A human-readable name for the group member, primarily used for display purposes.', {
          mutability: 'readOnly',
        }),
        attribute('type', "A label indicating the type of resource, e.g., 'User' or 'Group'.", {
          mutability: 'immutable',
          canonicalValues: ['User', 'Group'],
        }),
      ],
    }),
  ],
};
