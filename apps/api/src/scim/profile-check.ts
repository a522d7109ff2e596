import { Inject, Injectable } from '@nestjs/common';
import {
  assertDefinedPatch,
  assertDefinedResource,
  assertStorable,
  type PatchReading,
  type ResourceType,
  ScimError,
  type ScimProfile,
} from '#scim';
import { BearerAccess } from './bearer-access.js';
import { type ScimScope } from './directory.guard.js';
import { ExtensionRegistry } from './extension-registry.js';
import { ProfileChanged } from './profile-changed.js';

/** What a directory with a strict `scim_profile` refuses before a body is read. Directories without one pay nothing for it. */
@Injectable()
export class ProfileCheck {
  constructor(
    @Inject(ExtensionRegistry) private readonly extensions: ExtensionRegistry,
    @Inject(BearerAccess) private readonly bearers: BearerAccess,
  ) {}

  /**
   * Runs a write by the profile that is in force. The one in memory may have been replaced a moment ago, by any process: the transaction
   * says so, and what a strict profile refuses is looked up.
   */
  async inForce<T>(scope: ScimScope, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      const now = await this.profileNow(scope, error);
      if (now === undefined || now === (scope.profile ?? 'default')) throw error;
      if (now === 'default') delete scope.profile;
      else scope.profile = now;
      return await write();
    }
  }

  private async profileNow(
    { directoryId, secretId, profile }: ScimScope,
    error: unknown,
  ): Promise<ScimProfile | undefined> {
    if (error instanceof ProfileChanged) return error.profile;
    if (profile === undefined || !(error instanceof ScimError) || error.status !== 400) return undefined;
    return (await this.bearers.now(directoryId, secretId))?.profile;
  }

  /** @throws ScimError 400 for what is not in /Schemas */
  async resource(scope: ScimScope, type: ResourceType, body: unknown): Promise<void> {
    if (scope.profile === undefined) return;
    assertStorable(body);
    await this.check(scope, type, (known) => assertDefinedResource(known, body));
  }

  /** @throws ScimError 400 for what is not in /Schemas, and for paths that the profile forbids */
  async patch(scope: ScimScope, type: ResourceType, body: unknown): Promise<PatchReading> {
    if (scope.profile === undefined) return {};
    assertStorable(body);
    const { extensions } = await this.check(scope, type, (known) => assertDefinedPatch(known, body));
    return { replacesWhole: true, schemas: extensions.map(({ schema }) => schema.id) };
  }

  /** Extensions that the directory has seen are in its /Schemas. They are looked up only for a body that needs them. */
  private async check(
    { directoryId }: ScimScope,
    type: ResourceType,
    assert: (known: ResourceType) => void,
  ): Promise<ResourceType> {
    try {
      assert(type);
      return type;
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
      const known = await this.extensions.extend(directoryId, type);
      assert(known);
      return known;
    }
  }
}
