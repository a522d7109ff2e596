import { Inject, Injectable } from '@nestjs/common';
import { type PoolClient } from 'pg';
import { presetOf, previewMapping, Turn, type UserScope } from '#directory';
import { countMissingFields, countMissingValues, MOST_USERS_COUNTED, type UserSample, UserSamples } from '#persistence';
import { DirectoriesService } from '../directories/directories.service.js';
import { MappingCheck } from './mapping-check.js';
import { type PreviewAnswer, type PreviewAttributes } from './mapping-preview.dto.js';

/** Users that cannot be tried in this time are estimated. */
const LONGEST_MS = 5_000;
const PAGE = 500;
const MOST_SHOWN = 5;

/** What a mapping would do, before anybody saves it. */
@Injectable()
export class MappingPreviewService {
  constructor(
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(UserSamples) private readonly samples: UserSamples,
    @Inject(MappingCheck) private readonly check: MappingCheck,
  ) {}

  /** @param on the connection of a search. @throws Problem 404; 400 naming what is wrong with the mapping */
  async preview(
    scope: UserScope,
    { attributes, user_ids: ids }: PreviewAttributes,
    on: PoolClient,
  ): Promise<PreviewAnswer> {
    const { directoryId } = scope;
    const directory = await this.directories.find(scope.organizationId, directoryId);
    const mappings = await this.check.checked(directory, attributes);
    const tryOn = previewMapping(mappings);
    const missing = await countMissingValues(on, directoryId, mappings);
    // What the mapping leaves alone stays as it is.
    const others = presetOf(directory.provider).filter((row) => mappings.every(({ key }) => key !== row.key));
    const missingOthers = await countMissingFields(
      on,
      directoryId,
      others.map(({ key }) => key),
    );
    let [seen, changing, sampled] = [0, 0, false];
    const examples: UserSample[] = [];
    const turn = new Turn();
    const began = performance.now();
    for (let after = ''; ;) {
      const page = await this.samples.present(on, directoryId, after, PAGE);
      for (const user of page.rows) {
        await turn.next();
        if (!user.active || tryOn(user).changed.length === 0) continue;
        changing += 1;
        if (examples.length < MOST_SHOWN) examples.push(user);
      }
      seen += page.rows.length;
      if (page.isLast) break;
      sampled = seen >= MOST_USERS_COUNTED || performance.now() - began > LONGEST_MS;
      if (sampled) break;
      after = page.rows.at(-1)!.id;
    }
    const affected = sampled
      ? Math.round((changing / seen) * (await this.samples.countPresent(on, directoryId)))
      : changing;
    const shown = ids === undefined ? examples : await this.samples.byId(on, directoryId, ids);
    return {
      affected,
      sampled,
      missing: [
        ...mappings.map(({ key }, index) => ({ key, count: missing[index]! })),
        ...others.map(({ key }, index) => ({ key, count: missingOthers[index]! })),
      ],
      previews: shown.map((user) => ({ user: { id: user.id, name: nameOf(user) }, ...tryOn(user) })),
    };
  }
}

function nameOf({ profile }: UserSample): string {
  return profile.name ?? profile.preferred_username;
}
