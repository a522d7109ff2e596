import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from './columns.js';

/** A signing secret, encrypted. Several are live while a rotation overlaps; the newest never expires. */
@Entity('endpoint_secrets')
export class EndpointSecret {
  @PrimaryColumn('text')
  id!: string;

  @Column({ name: 'endpoint_id', type: 'text' })
  endpointId!: string;

  @Column('bytea')
  cipher!: Buffer;

  @InstantColumn('created_at')
  createdAt!: string;

  @InstantColumn('expires_at', { nullable: true })
  expiresAt!: string | null;
}
