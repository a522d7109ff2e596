export const REQUEST_ACTIONS = [
  'test',
  'look_up',
  'list',
  'create_user',
  'update_user',
  'deactivate_user',
  'reactivate_user',
  'delete_user',
  'create_group',
  'update_group',
  'change_members',
  'delete_group',
  'bulk',
  'other',
] as const;

/** An action of a newer api is some other request. */
export function actionKey(action: string | null | undefined): (typeof REQUEST_ACTIONS)[number] {
  return REQUEST_ACTIONS.find((known) => known === action) ?? 'other';
}
