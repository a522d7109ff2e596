import { createContext, useContext } from 'react';

/** Who signed in: the key's name and what it may do. */
export interface DashboardSession {
  id: string;
  key_id: string;
  key_name: string;
  scopes: ('read' | 'write' | 'admin')[];
  expires_at: string;
}

export const DashboardSessionContext = createContext<DashboardSession | null>(null);

export function useDashboardSession(): DashboardSession {
  const session = useContext(DashboardSessionContext);
  if (session === null) throw new Error('nobody is signed in');
  return session;
}

/** Whether the key may do what needs this scope: `admin` holds `write`, `write` holds `read`. */
export function useMay(scope: 'write' | 'admin'): boolean {
  const { scopes } = useDashboardSession();
  return scopes.includes('admin') || scopes.includes(scope);
}
