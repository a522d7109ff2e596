import { Entra } from './entra.js';
import { type IdentityProvider } from './identity-provider.js';
import { Okta } from './okta.js';
import { type WriteLog } from './write-log.js';
import { JumpCloud } from './jumpcloud.js';
import { OneLogin } from './onelogin.js';

export interface SimulatedProvider {
  /** For people. */
  name: string;
  /** As a directory names it. */
  directoryProvider: 'OKTA' | 'MICROSOFT_AD' | 'ONELOGIN' | 'JUMPCLOUD';
  Client: new (base: string, secret: string, writes: WriteLog) => IdentityProvider;
}

/** By the name that the command line has for it. */
export const PROVIDERS: Readonly<Record<string, SimulatedProvider>> = {
  okta: { name: 'Okta', directoryProvider: 'OKTA', Client: Okta },
  entra: { name: 'Entra ID', directoryProvider: 'MICROSOFT_AD', Client: Entra },
  onelogin: { name: 'OneLogin', directoryProvider: 'ONELOGIN', Client: OneLogin },
  jumpcloud: { name: 'JumpCloud', directoryProvider: 'JUMPCLOUD', Client: JumpCloud },
};
