import { Entra } from '../../../demo/src/entra.js';
import { type IdentityProvider } from '../../../demo/src/identity-provider.js';
import { Okta } from '../../../demo/src/okta.js';
import { type WriteLog } from '../../../demo/src/write-log.js';
import { JumpCloud } from './jumpcloud.js';
import { OneLogin } from './onelogin.js';

interface Provider {
  /** For people. */
  name: string;
  /** As a directory names it. */
  directoryProvider: 'OKTA' | 'MICROSOFT_AD' | 'ONELOGIN' | 'JUMPCLOUD';
  Client: new (base: string, secret: string, writes: WriteLog) => IdentityProvider;
}

/** By the name that the command line has for it. */
export const PROVIDERS: Readonly<Record<string, Provider>> = {
  okta: { name: 'Okta', directoryProvider: 'OKTA', Client: Okta },
  entra: { name: 'Entra ID', directoryProvider: 'MICROSOFT_AD', Client: Entra },
  onelogin: { name: 'OneLogin', directoryProvider: 'ONELOGIN', Client: OneLogin },
  jumpcloud: { name: 'JumpCloud', directoryProvider: 'JUMPCLOUD', Client: JumpCloud },
};
