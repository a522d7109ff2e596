import { createContext, useContext } from 'react';
import { type ApiClient } from './api-client';

export const ApiContext = createContext<ApiClient | null>(null);

/** The client of the face that is open. */
export function useApi(): ApiClient {
  const client = useContext(ApiContext);
  if (client === null) throw new Error('no face has given a client');
  return client;
}
