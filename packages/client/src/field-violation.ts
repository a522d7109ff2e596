/** One field of a request that was refused. */
export interface FieldViolation {
  field: string;
  description: string;
}
