import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from './columns.js';

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
  payloadFormat!: 'standard' | 'polis';

  /** Deliveries a second; null for no limit. */
  @Column({ name: 'rate_limit', type: 'integer', nullable: true })
  rateLimit!: number | null;

  /** Encrypted JSON of the custom headers. */
  @Column({ name: 'headers_cipher', type: 'bytea', nullable: true })
  headersCipher!: Buffer | null;

  @InstantColumn('failing_since', { nullable: true })
  failingSince!: string | null;

  @InstantColumn('created_at')
  createdAt!: string;

  @InstantColumn('updated_at')
  updatedAt!: string;
}
