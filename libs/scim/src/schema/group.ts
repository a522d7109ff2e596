import { attribute } from './attribute.js';
import { type Schema } from './resource-type.js';
import { GROUP_URN } from './urns.js';

/** Core group, RFC 7643 §4.2 and §8.7.1. */
export const GROUP_SCHEMA: Schema = {
  id: GROUP_URN,
  name: 'Group',
  description: 'Group',
  attributes: [
    attribute('displayName', 'Name of the group.', { required: true }),
    attribute('members', 'Members of the group.', {
      multiValued: true,
      subAttributes: [
        attribute('value', 'Identifier of the member.', { caseExact: true, mutability: 'immutable' }),
        attribute('$ref', 'URI of the member.', {
          type: 'reference',
          caseExact: true,
          mutability: 'immutable',
          referenceTypes: ['User', 'Group'],
        }),
        attribute('display', 'Name of the member.', { mutability: 'readOnly' }),
        attribute('type', 'Kind of the member.', { mutability: 'immutable', canonicalValues: ['User', 'Group'] }),
      ],
    }),
  ],
};
