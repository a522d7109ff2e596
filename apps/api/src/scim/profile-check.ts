import { Inject, Injectable } from '@nestjs/common';
import {
  assertDefinedPatch,
  assertDefinedResource,
  assertStorable,
  type PatchReading,
  type ResourceType,
  ScimError,
} from '#scim';
import { type ScimScope } from './directory.guard.js';
import { ExtensionRegistry } from './extension-registry.js';

/** What a directory with a strict `scim_profile` refuses before a body is read. Directories without one pay nothing for it. */
@Injectable()
export class ProfileCheck {
  constructor(@Inject(ExtensionRegistry) private readonly extensions: ExtensionRegistry) {}

  /** @throws ScimError 400 for what is not in /Schemas */
  async resource(scope: ScimScope, type: ResourceType, body: unknown): Promise<void> {
    if (scope.profile === 'default') return;
    assertStorable(body);
    await this.check(scope, type, (known) => assertDefinedResource(known, body));
  }

  /** @throws ScimError 400 for what is not in /Schemas, and for paths that the profile forbids */
  async patch(scope: ScimScope, type: ResourceType, body: unknown): Promise<PatchReading> {
    if (scope.profile === 'default') return {};
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
