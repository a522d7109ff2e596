import { type components } from '#client';

type Schemas = components['schemas'];

export type Delivery = Schemas['DeliveryBody'] & { organization_id?: string | null; user_id?: string | null };

/** A delivery with all that was tried. */
export type DeliveryDetail = Schemas['DeliveryDetailBody'] & {
  organization_id?: string | null;
  user_id?: string | null;
  request?: SentRequest | null;
  step?: { number: number; of: number } | null;
};

/** What goes to the receiver; the values of an endpoint's own headers are masked. */
export interface SentRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface DeliveryList {
  deliveries: Delivery[];
  total_size?: number;
  next_page_token?: string;
  prev_page_token?: string;
}

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
