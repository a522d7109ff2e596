import { type components } from '#client';
import texts from '../../text/en/directory.json';

export type RequestAction = NonNullable<components['schemas']['RequestBody']['action']>;

/** What an identity provider can want. Which actions there are is the api's word: a text that is missing does not compile. */
export const REQUEST_ACTIONS = Object.keys(texts.actions satisfies Record<RequestAction, string>) as RequestAction[];

/** An action of a newer api is some other request. */
export function actionKey(action: string | null | undefined): RequestAction {
  return REQUEST_ACTIONS.find((known) => known === action) ?? 'other';
}
