import { Problem } from '../http/problem.js';
import { clientHeader } from './own-page.js';

type Json = Record<string, unknown>;

const MEANING: Record<string, { description: string; example: Problem }> = {
  401: {
    description: 'There is no portal session, or it has ended.',
    example: Problem.fromStatus(401, 'your session has ended: ask for a new link'),
  },
  403: {
    description: 'The link does not include this section, or another page made the call.',
    example: Problem.fromStatus(403, 'the link to this portal does not include this section'),
  },
};

/** A route of the portal: the session has the organization, and is the credential. */
export function describePortal(operation: Json): Json {
  const parameters = (operation['parameters'] ?? []) as { name: string; in: string }[];
  const responses = Object.entries(operation['responses'] as Record<string, Json>).map(([status, response]) => [
    status,
    status in MEANING ? { ...response, description: MEANING[status]!.description } : response,
  ]);
  return {
    ...operation,
    tags: ['Admin portal'],
    summary: `Portal: ${lowerFirst(String(operation['summary']))}`,
    description: String(operation['description'] ?? '')
      .replace(/Needs the scope `\w+`\./, '')
      .trim(),
    security: [{ 'portal-session': [] }],
    parameters: [
      ...parameters.filter((one) => !(one.in === 'path' && one.name === 'organization_id')),
      clientHeader('portal'),
    ],
    responses: Object.fromEntries(responses),
  };
}

/** @returns undefined where the portal says nothing of its own */
export function portalProblem(status: string): unknown {
  return MEANING[status]?.example.toBody();
}

function lowerFirst(words: string): string {
  return /^[A-Z][a-z]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
}
