import { GroupRoles } from './group-roles';
import { GroupRules } from './group-rules';

export function RolesPage() {
  return (
    <div className="stack spaced">
      <GroupRoles />
      <GroupRules />
    </div>
  );
}
