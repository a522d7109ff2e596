import { type PersonalDataExport, type PersonalRecord } from '#persistence';

type Pages = Pick<PersonalDataExport, 'events' | 'deliveries' | 'mails'>;

/** The answer of an export as JSON text: what is kept on a person may be longer than the longest string. */
export async function* personalDataText({ user, groups }: PersonalRecord, data: Pages): AsyncGenerator<string> {
  yield `{"personal_data":{"user":${JSON.stringify(user)},"groups":${JSON.stringify(groups)}`;
  yield* list('events', data.events());
  yield* list('deliveries', data.deliveries());
  yield* list('mails', data.mails());
  yield '}}';
}

async function* list(name: string, pages: AsyncGenerator<string[]>): AsyncGenerator<string> {
  yield `,"${name}":[`;
  let separator = '';
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield separator + page.join(',');
    separator = ',';
  }
  yield ']';
}
