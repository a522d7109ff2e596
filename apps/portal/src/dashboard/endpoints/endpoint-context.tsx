import { createContext, useContext } from 'react';
import { type Endpoint } from './endpoint';

export const EndpointContext = createContext<Endpoint | null>(null);

/** The endpoint whose page is open. */
export function useEndpoint(): Endpoint {
  const endpoint = useContext(EndpointContext);
  if (endpoint === null) throw new Error('this page belongs below an endpoint');
  return endpoint;
}
