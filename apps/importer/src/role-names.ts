import { type ImportedRole, type ImportStore } from '#persistence';
import { type ImportReport, refuse } from './report.js';

/** As the roles of this broker are named. */
const NAME = /^[a-zA-Z0-9_]{1,64}$/;
const MOST_ROLES = 200;

/** Stores the roles that are not here. @returns the names that assignments can give */
export async function roleNamesAfter(
  roles: ImportedRole[],
  store: ImportStore,
  report: ImportReport,
): Promise<Set<string>> {
  const names = new Set(await store.roleNames());
  const missing: ImportedRole[] = [];
  for (const role of roles) {
    if (names.has(role.name)) {
      report.counts.roles.present += 1;
    } else if (!NAME.test(role.name)) {
      refuse(report, {
        kind: 'roles',
        id: role.name,
        reason: 'its name is not 1 to 64 letters, digits and underscores',
      });
    } else if (names.size >= MOST_ROLES) {
      refuse(report, {
        kind: 'roles',
        id: role.name,
        reason: `there are ${MOST_ROLES} roles already, the most there can be`,
      });
    } else {
      missing.push(role);
      names.add(role.name);
    }
  }
  if (!report.dry_run && missing.length > 0) await store.addRoles(missing);
  report.counts.roles.created += missing.length;
  return names;
}
