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

/** What is wrong with a field, by the name that the api gives it. A wrapper or an index before the name is left aside. */
export function violationOf(error: unknown, field: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  const found = error.violations.find(
    (violation) => violation.field === field || violation.field.endsWith(`.${field}`),
  );
  return found?.description;
}
