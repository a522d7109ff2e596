import { type Person } from '#simulation';

export const ADA: Person = {
  given: 'Ada',
  family: 'Lovelace',
  userName: 'ada@megasoft.example',
  externalId: '00u1ada',
  title: 'Countess',
  department: 'Engineering',
};

export const HOSTILE: Person = {
  given: '<img src=x',
  family: 'onerror=alert(1)>',
  userName: 'hostile@megasoft.example',
  externalId: '00u2hostile',
  title: '\u202Etxet\u202C',
  department: 'Sales',
};
