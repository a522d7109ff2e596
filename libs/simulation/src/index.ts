export { EventDescriber } from './events/describe-event.js';
export { type Event, shortType } from './events/event.js';
export { DEPARTMENTS, people } from './people/people.js';
export { fullName, type Person } from './people/person.js';
export { Entra } from './providers/entra.js';
export { type IdentityProvider } from './providers/identity-provider.js';
export { Okta } from './providers/okta.js';
export { PROVIDERS, type SimulatedProvider } from './providers/providers.js';
export { WriteLog } from './providers/write-log.js';
