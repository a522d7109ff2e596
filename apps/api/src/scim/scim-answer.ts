/** What a SCIM operation answers, whether alone or as part of a bulk request. */
export interface ScimAnswer {
  status: number;
  /** A group's `members` may be `LongMembers`, which `scimJson` knows. */
  body?: object;
  /** The body where it is written as JSON already. */
  text?: string;
  etag?: string;
  /** The resource's own URI, absolute (RFC 7644 §3.1 and §3.3). */
  location?: string;
  /** What was not understood, for the request log. */
  warnings?: string[];
}
