/** What a route does, as the audit log names it. */
export interface AuditedAction {
  action: string;
  targetType: string;
}

/** `DirectoriesController.enable` is `directory.enable`: no write can be forgotten, as none has to be named. */
export function auditedAction(controller: string, handler: string): AuditedAction {
  const plural = snakeCase(controller.replace(/Controller$/, '').replace(/^OAuth/, 'Oauth')).replace(
    /^directory_(?=users|groups)/,
    '',
  );
  const targetType = plural.replace(/ies$/, 'y').replace(/s$/, '');
  return { action: `${targetType}.${snakeCase(handler)}`, targetType };
}

/** The id of what was done: what the answer shows of it, or the last id of the path. */
export function auditedTarget(targetType: string, answer: unknown, params: Record<string, string>): string | null {
  const shown = (answer ?? {}) as Record<string, { id?: unknown } | string | undefined>;
  const own = shown[targetType] ?? shown[targetType.split('_').at(-1)!];
  if (typeof own === 'object' && typeof own?.id === 'string') return own.id;
  if (typeof shown['client_id'] === 'string') return shown['client_id'];
  return Object.values(params).at(-1) ?? null;
}

function snakeCase(name: string): string {
  return name.replace(/([a-z])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3_$2').toLowerCase();
}
