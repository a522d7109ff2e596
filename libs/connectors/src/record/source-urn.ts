/** What a source says about a person and SCIM has no name for: shown as `custom_attributes`, and usable in mappings and policies. */
export const SOURCE_URN = 'urn:rollcall:schemas:source:1.0:User';
