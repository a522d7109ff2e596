import { createContext, useContext } from 'react';
import { type PortalSession } from './session';

export const SessionContext = createContext<PortalSession | null>(null);

export function usePortalSession(): PortalSession {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('no session is open');
  return session;
}
