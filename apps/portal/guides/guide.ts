/** A piece of a sentence. Guides hold no HTML: a page shows each piece as an element of its own. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong'; text: string }
  | { kind: 'code'; text: string }
  /** Several lines to take along, at the end of a step. */
  | { kind: 'block'; text: string }
  | { kind: 'value'; name: 'endpoint' | 'secret' | 'bearer' | 'token_url' | 'dir' | 'org' | 'public'; text: string };

export interface Refusal {
  /** What the error of a request contains, in lower case; empty where the row names none. */
  pattern: string;
  status: number | null;
  sees: Inline[];
  means: Inline[];
  do: Inline[];
}

export interface GuideAttribute {
  name: string;
  path: string;
  field: string;
}

export interface Guide {
  id: string;
  provider: string;
  title: string;
  before: Inline[][];
  steps: Inline[][];
  users: GuideAttribute[];
  groups: GuideAttribute[];
  /** The rows of "What to expect": the change, what is sent, what the application receives. */
  expect: { change: string; sends: Inline[]; receives: Inline[] }[];
  test: Inline[][];
  limits: Inline[][];
  refusals: Refusal[];
}
