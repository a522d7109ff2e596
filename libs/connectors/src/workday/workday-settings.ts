import { type Field, type FieldProblem, type Secrets, type Settings } from '../registry/connector-definition.js';
import { textOf } from '../record/record-value.js';

export interface WorkdaySettings {
  reportUrl: string;
  columns: Record<string, string>;
  groupsFrom: readonly string[];
  tokenUrl: string | undefined;
  signIn: { username: string; password: string } | { clientId: string; clientSecret: string; refreshToken: string };
}

export const WORKDAY_SETTINGS: Record<string, Field> = {
  report_url: {
    kind: 'url',
    required: true,
    description: 'The JSON address of the report',
    example: 'https://wd2-impl-services1.workday.com/ccx/service/customreport2/acme/isu_rollcall/Rollcall?format=json',
  },
  columns: {
    kind: 'map',
    required: true,
    description: 'Which column of the report holds which field; `id` and `email` are needed',
    example: { id: 'Employee_ID', email: 'Work_Email', given_name: 'First_Name', family_name: 'Last_Name' },
  },
  groups_from: {
    kind: 'texts',
    description: 'Fields or columns whose values become groups',
    example: ['department'],
  },
  token_url: {
    kind: 'url',
    description: 'The token endpoint of the API client, where you sign in by OAuth',
    example: 'https://wd2-impl-services1.workday.com/ccx/oauth2/acme/token',
  },
};

export const WORKDAY_SECRETS: Record<string, Field> = {
  username: { kind: 'text', description: 'The integration system user, with the tenant', example: 'isu_rollcall@acme' },
  password: { kind: 'text', description: 'The password of that user', example: '…' },
  client_id: { kind: 'text', description: 'The API client', example: 'NjA2…' },
  client_secret: { kind: 'text', description: 'The secret of the API client', example: '…' },
  refresh_token: { kind: 'text', description: 'A refresh token of the API client', example: '…' },
};

const OAUTH = ['client_id', 'client_secret', 'refresh_token'] as const;

/** Either a user and a password, or an API client with a refresh token. */
export function workdayProblems(settings: Settings, secrets: Secrets): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const columns = settings['columns'] as Record<string, string>;
  for (const field of ['id', 'email'])
    if (textOf(columns[field]) === undefined)
      problems.push({ field: 'settings.columns', description: `must name the column of \`${field}\`` });
  const given = (names: readonly string[]): string[] => names.filter((name) => textOf(secrets[name]) !== undefined);
  const [basic, oauth] = [given(['username', 'password']), given(OAUTH)];
  const complete = oauth.length > 0 ? oauth.length === OAUTH.length : basic.length === 2;
  if (!complete || (basic.length > 0 && oauth.length > 0))
    problems.push({
      field: 'secrets',
      description: 'give `username` and `password`, or `client_id`, `client_secret` and `refresh_token`',
    });
  if (oauth.length > 0 && textOf(settings['token_url']) === undefined)
    problems.push({ field: 'settings.token_url', description: 'is needed with `client_id`' });
  return problems;
}

export function workdaySettings(settings: Settings, secrets: Secrets): WorkdaySettings {
  const clientId = textOf(secrets['client_id']);
  return {
    reportUrl: jsonReport(textOf(settings['report_url'])!),
    columns: settings['columns'] as Record<string, string>,
    groupsFrom: (settings['groups_from'] as string[] | undefined) ?? [],
    tokenUrl: textOf(settings['token_url']),
    signIn:
      clientId === undefined
        ? { username: textOf(secrets['username'])!, password: String(secrets['password']) }
        : {
            clientId,
            clientSecret: textOf(secrets['client_secret'])!,
            refreshToken: textOf(secrets['refresh_token'])!,
          },
  };
}

/** Workday answers XML unless asked for JSON. */
function jsonReport(text: string): string {
  const url = new URL(text);
  if (url.searchParams.get('format')?.toLowerCase() !== 'json') url.searchParams.set('format', 'json');
  return url.href;
}
