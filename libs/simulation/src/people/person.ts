/** Somebody at Acme, as their identity provider knows them. */
export interface Person {
  given: string;
  family: string;
  /** Also the address. */
  userName: string;
  /** The identity provider's own id. */
  externalId: string;
  title: string;
  department: string;
  manager?: Person;
}

export const fullName = ({ given, family }: Person): string => `${given} ${family}`;
