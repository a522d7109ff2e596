import { Inject, Injectable } from '@nestjs/common';
import { type AttributeMapping, mappingProblems, termsProblem } from '#directory';
import { type Directory, DirectorySettingsStore } from '#persistence';
import { Problem } from '../../http/problem.js';

/** Whether a directory may have a mapping, beside the group rules that it has. */
@Injectable()
export class MappingCheck {
  constructor(@Inject(DirectorySettingsStore) private readonly settings: DirectorySettingsStore) {}

  /** @throws Problem 400 naming what is wrong with the mapping */
  async checked(directory: Directory, attributes: unknown): Promise<AttributeMapping[]> {
    const problems = mappingProblems(attributes);
    if (problems.length > 0) throw Problem.invalid(problems);
    const mappings = attributes as AttributeMapping[];
    const rules = await this.settings.groupRules(directory.id);
    const stored = directory.attributeMappings as AttributeMapping[];
    const problem = termsProblem({ rules, mappings }, { rules, mappings: stored });
    if (problem !== undefined) throw Problem.invalid([{ field: 'attributes', description: problem }]);
    return mappings;
  }
}
