import {
  applyPatch,
  assertSize,
  isDeactivation,
  keepLeftAside,
  parsePatch,
  type PatchReading,
  parseReplacement,
  ScimError,
  type ScimResource,
  USER,
} from '#scim';

/** A PUT or PATCH of a user as a function of the stored one, which may run more than once. */
export class UserUpdate {
  private problems: ScimError[] = [];
  private keepsName = false;

  private constructor(
    private readonly deactivates: boolean,
    private readonly run: (current: ScimResource, leftAside: ScimError[]) => ScimResource,
  ) {}

  static ofPut(body: unknown): UserUpdate {
    const { resource, leftAside } = parseReplacement(USER, body);
    return new UserUpdate(resource['active'] === false, (current, problems) => {
      problems.push(...leftAside.map(({ problem }) => problem));
      return replaceUser(current, keepLeftAside(current, resource, leftAside));
    });
  }

  static ofPatch(body: unknown, reading: PatchReading = {}): UserUpdate {
    const operations = parsePatch(USER, body, reading);
    return new UserUpdate(operations.some(isDeactivation), (current, problems) =>
      applyPatch(USER, current, operations, problems),
    );
  }

  readonly change = (current: ScimResource): ScimResource => {
    const problems: ScimError[] = [];
    const next = this.orDeactivated(current, this.run(current, problems), problems);
    this.problems = problems;
    this.keepsName = false;
    return next;
  };

  /** What is too large to be kept must not keep a leaver in. */
  private orDeactivated(current: ScimResource, next: ScimResource, problems: ScimError[]): ScimResource {
    if (!this.deactivates) return next;
    try {
      assertSize(next, current);
      return next;
    } catch (refusal) {
      if (!(refusal instanceof ScimError)) throw refusal;
      problems.push(refusal);
      return { ...current, active: false };
    }
  }

  /** A name that somebody else has must not keep a leaver in. */
  readonly leavesNameAside = (): boolean => {
    this.keepsName = this.deactivates;
    return this.keepsName;
  };

  /** What was left aside, for the request log. */
  get warnings(): string[] {
    const details = this.problems.map(({ detail }) => detail);
    if (this.keepsName) details.unshift('userName is taken by another user of this directory');
    return details.map((detail) => `left aside, so that the user is deactivated: ${detail}`);
  }
}

/**
 * RFC 7644 §3.5.1 lets us choose what happens to attributes that a PUT leaves out. They are cleared, but for two: a template without
 * `active` (OneLogin) must not bring a leaver back, and one without `externalId` must not cut the tie to the IdP's person.
 */
function replaceUser(current: ScimResource, resource: ScimResource): ScimResource {
  const kept: ScimResource = {};
  for (const name of ['active', 'externalId']) {
    if (resource[name] === undefined && current[name] !== undefined) kept[name] = current[name];
  }
  return { ...resource, ...kept };
}
