export interface FieldViolation {
  field: string;
  description: string;
}

/** A refusal of the api in its own words, or a request that never came back (`status` 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    message: string,
    readonly requestId: string | null = null,
    readonly violations: readonly FieldViolation[] = [],
  ) {
    super(message);
  }
}

interface Body {
  message?: string;
  details?: { error_code?: string; field_violations?: FieldViolation[] }[];
}

export async function readProblem(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as Body;
  const detail = body.details?.[0];
  return new Problem(
    response.status,
    detail?.error_code ?? `HTTP_${response.status}`,
    body.message ?? response.statusText,
    response.headers.get('x-request-id'),
    detail?.field_violations ?? [],
  );
}

/** What is wrong with a field, by the name that the api gives it. A wrapper or an index before the name, and an index after it, are left aside. */
export function violationOf(error: unknown, field: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  const found = error.violations.find((violation) => {
    const path = violation.field;
    // An entry of a list, or a part of it, is shown beside the list.
    return path === field || path.endsWith(`.${field}`) || path.startsWith(`${field}[`) || path.includes(`.${field}[`);
  });
  return found?.description;
}

/** What is wrong with a part of this entry of a list. */
export function violationWithin(error: unknown, entry: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  return error.violations.find(({ field }) => field === entry || field.startsWith(`${entry}.`))?.description;
}
