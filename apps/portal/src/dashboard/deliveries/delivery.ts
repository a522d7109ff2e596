import { type components } from '#client';

type Schemas = components['schemas'];

export type Delivery = Schemas['DeliveryBody'];
/** A delivery with all that was tried. */
export type DeliveryDetail = Schemas['DeliveryDetailBody'];
/** What goes to the receiver; the values of an endpoint's own headers are masked. */
export type SentRequest = Schemas['DeliveryRequestBody'];
export type DeliveryList = Schemas['DeliveryListAnswer'];

export const DELIVERY_STATES = [
  'pending',
  'sending',
  'delivered',
  'retrying',
  'held',
  'exhausted',
  'superseded',
  'canceled',
] as const;

export const STATE_TONES = {
  pending: 'busy',
  sending: 'busy',
  delivered: 'ok',
  retrying: 'warn',
  held: 'idle',
  exhausted: 'bad',
  superseded: 'idle',
  canceled: 'idle',
} as const;

/** Nothing more is sent of these by themselves. */
export const isSettled = (state: Delivery['state']): boolean =>
  ['delivered', 'exhausted', 'superseded', 'canceled'].includes(state);
