/** What a SCIM operation answers, whether alone or as part of a bulk request. */
export interface ScimAnswer {
  status: number;
  body?: object;
  etag?: string;
  /** Absolute, on 201. */
  location?: string;
  /** What was not understood, for the request log. */
  warnings?: string[];
}
