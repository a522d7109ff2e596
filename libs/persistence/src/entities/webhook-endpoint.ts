import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from './columns.js';

/** `set`: security event tokens, as a push stream of the OpenID Shared Signals Framework. */
export type PayloadFormat = 'standard' | 'polis' | 'set';

/** Where webhooks go. Empty `eventTypes`: every type that is not opt-in. */
@Entity('webhook_endpoints')
export class WebhookEndpoint {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  url!: string;

  @Column('text')
  description!: string;

  @Column({ name: 'event_types', type: 'text', array: true })
  eventTypes!: string[];

  @Column({ name: 'organization_id', type: 'text', nullable: true })
  organizationId!: string | null;

  @Column({ name: 'directory_id', type: 'text', nullable: true })
  directoryId!: string | null;

  @Column('boolean')
  enabled!: boolean;

  @Column({ name: 'disabled_reason', type: 'text', nullable: true })
  disabledReason!: string | null;

  @Column({ name: 'payload_format', type: 'text' })
  payloadFormat!: PayloadFormat;

  /** The `aud` of security event tokens; never changed once it is there. */
  @Column('text', { nullable: true })
  audience!: string | null;

  /** How security event tokens name a person. */
  @Column({ name: 'subject_format', type: 'text' })
  subjectFormat!: 'iss_sub' | 'email';

  /** The URIs of the security events that a push stream gets; empty: all. */
  @Column({ name: 'events_requested', type: 'text', array: true })
  eventsRequested!: string[];

  /** Of a stream that its receiver made (`POST /ssf/streams`): the API key that it belongs to. */
  @Column({ name: 'api_key_id', type: 'text', nullable: true })
  apiKeyId!: string | null;

  /** Of a stream of a key that is for several organizations: these organizations; null: what the scope above says. */
  @Column({ name: 'organization_ids', type: 'text', array: true, nullable: true })
  organizationIds!: string[] | null;

  /** Deliveries a second; null for no limit. */
  @Column({ name: 'rate_limit', type: 'integer', nullable: true })
  rateLimit!: number | null;

  /** Encrypted JSON of the custom headers. */
  @Column({ name: 'headers_cipher', type: 'bytea', nullable: true })
  headersCipher!: Buffer | null;

  @InstantColumn('failing_since', { nullable: true })
  failingSince!: string | null;

  /** When it was last corrected or enabled again: the database says it. */
  @InstantColumn('resumed_at', { nullable: true, update: false })
  resumedAt!: string | null;

  @InstantColumn('created_at')
  createdAt!: string;

  @InstantColumn('updated_at')
  updatedAt!: string;
}
