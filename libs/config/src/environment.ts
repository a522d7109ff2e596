import { ArrayNotEmpty, IsBoolean, IsIn, IsInt, IsOptional, Matches, Max, Min, ValidateIf } from 'class-validator';
import { ROLE_NAME } from './application-database.js';
import { Satisfies } from './satisfies.js';
import { isCidr, isHost, isMailbox, isPemFile, isUrlOf } from './predicates.js';
import * as read from './readings.js';
import { Variable } from './variable.js';

export type Role = 'all' | 'api' | 'worker';

/** Longest time a single delivery attempt may be given: leases and shutdown are sized for it. */
const LONGEST_REQUEST_MS = 300_000;

const is32Bytes = (key: Buffer): boolean => key.length === 32;

/** Everything Rollcall reads from its environment, validated. Build it with `loadEnvironment`. */
export class Environment {
  @Variable({
    name: 'PORT',
    fallback: '3000',
    must: 'a port number from 0 to 65535',
    about: 'TCP port for SCIM and REST. 0 chooses a free port.',
    read: read.integer,
  })
  @IsInt()
  @Min(0)
  @Max(65535)
  port!: number;

  @Variable({
    name: 'HOST',
    fallback: '127.0.0.1',
    must: 'an IP address or a host name',
    about: 'Address to listen on. 0.0.0.0 or :: means every interface.',
    read: read.text,
  })
  @Satisfies('host', isHost)
  host!: string;

  @Variable({
    name: 'DATABASE_URL',
    fallbackText: 'an embedded PostgreSQL under ROLLCALL_DATA_DIR',
    must: 'a postgres:// or postgresql:// URL',
    about: 'URL of your PostgreSQL, version 14 or newer.',
    read: read.text,
  })
  @IsOptional()
  @Satisfies('database', (value: string) => isUrlOf(['postgres', 'postgresql'], value))
  databaseUrl?: string;

  /** DATABASE_URL as it was given. `databaseUrl` is that of ROLLCALL_DATABASE_ROLE, where one is named. */
  ownerDatabaseUrl?: string;

  @Variable({
    name: 'ROLLCALL_DATABASE_ROLE',
    fallbackText: '`rollcall_app` in embedded mode; otherwise the role of DATABASE_URL',
    must: 'the name of a PostgreSQL role: letters, digits and _',
    about:
      'The role of api and worker in the database, which owns nothing there. DATABASE_URL is then of the owner, who migrates and gives this role its rights.',
    read: read.text,
  })
  @IsOptional()
  @Matches(ROLE_NAME)
  databaseRole?: string;

  @Variable({
    name: 'REDIS_URL',
    fallbackText: 'BullMQ on PostgreSQL',
    must: 'a redis:// or rediss:// URL, or several separated by commas (a cluster)',
    about:
      'URL of Redis 6.2+, Valkey or Dragonfly for the queues. Several URLs, separated by commas, are the nodes of a cluster.',
    read: (raw) => read.list(raw).join(','),
  })
  @IsOptional()
  @Satisfies(
    'redis',
    (value: string) => value !== '' && value.split(',').every((node) => isUrlOf(['redis', 'rediss'], node)),
  )
  redisUrl?: string;

  @Variable({
    name: 'ROLLCALL_ROLE',
    fallback: 'all',
    must: 'one of all, api, worker',
    about: 'The part that this process runs: api answers HTTP, worker delivers webhooks, all does both.',
    read: read.text,
  })
  @IsIn(['all', 'api', 'worker'])
  role!: Role;

  @Variable({
    name: 'ROLLCALL_API_KEY',
    fallbackText: 'generated on first start and kept in ROLLCALL_DATA_DIR',
    must: 'at least 32 visible ASCII characters without spaces (openssl rand -hex 24)',
    about: 'Bootstrap admin API key, at least 32 characters: `openssl rand -hex 24`.',
    read: read.text,
  })
  @IsOptional()
  @Matches(/^[\x21-\x7e]{32,}$/)
  apiKey?: string;

  @Variable({
    name: 'ROLLCALL_ENCRYPTION_KEY',
    fallbackText: 'generated on first start in embedded mode; required with DATABASE_URL',
    must: '32 bytes in base64 (openssl rand -base64 32), and set when DATABASE_URL is set',
    about: 'The key that encrypts stored secrets. Create one with `openssl rand -base64 32`.',
    read: read.base64,
  })
  // A generated key beside somebody's production database would be lost with the container that generated it.
  @ValidateIf((own: Environment) => own.encryptionKey !== undefined || own.databaseUrl !== undefined)
  @Satisfies('key', (value: Buffer | undefined) => value !== undefined && is32Bytes(value))
  encryptionKey?: Buffer;

  @Variable({
    name: 'ROLLCALL_ENCRYPTION_KEY_PREVIOUS',
    must: '32 bytes in base64',
    about:
      'The previous encryption key. Rollcall reads old data with it until a worker has encrypted all data with the new key.',
    read: read.base64,
  })
  @IsOptional()
  @Satisfies('key', is32Bytes)
  previousEncryptionKey?: Buffer;

  @Variable({
    name: 'ROLLCALL_PUBLIC_URL',
    fallbackText: 'http://HOST:PORT',
    must: 'an http:// or https:// URL without query or fragment',
    about: 'The URL by which identity providers reach Rollcall. SCIM endpoints are shown with this URL.',
    read: read.url,
  })
  @IsOptional()
  @Satisfies('publicUrl', (value: string) => isUrlOf(['http', 'https'], value) && new URL(value).search === '')
  publicUrl!: string;

  @Variable({
    name: 'ROLLCALL_DATA_DIR',
    fallback: '.rollcall',
    must: 'a directory path',
    about: 'The directory of the embedded PostgreSQL and of generated keys.',
    read: read.text,
  })
  @Satisfies('directory', (value: string) => !value.includes('\0'))
  dataDir!: string;

  @Variable({
    name: 'ROLLCALL_ALLOW_PRIVATE_ENDPOINTS',
    fallback: 'false',
    must: 'true or false',
    about:
      'If true, webhook URLs may be http and may point to loopback or private addresses. For development and tests only.',
    read: read.boolean,
  })
  @IsBoolean()
  allowPrivateEndpoints!: boolean;

  @Variable({
    name: 'ROLLCALL_ALLOW_PRIVATE_SOURCES',
    fallback: '',
    fallbackText: 'none',
    must: 'networks in CIDR notation separated by commas, such as 10.20.0.0/16,fd00::/8',
    about:
      'The networks in which the sources of pulled directories may be, LDAP servers mostly. Only there may a source be private, or not encrypted.',
    read: read.list,
  })
  @Satisfies('cidrs', (value: string[]) => value.every(isCidr))
  allowPrivateSources!: string[];

  @Variable({
    name: 'ROLLCALL_RETRY_SCHEDULE',
    fallback: '5s,5m,30m,2h,5h,10h,10h',
    must: 'durations separated by commas, such as 5s,5m,2h (units ms, s, m, h, d)',
    about: 'The delays after attempt 1, 2, …. The number of attempts is the number of delays plus one.',
    read: read.durations,
  })
  @ArrayNotEmpty()
  @IsInt({ each: true })
  retryScheduleMs!: number[];

  @Variable({
    name: 'ROLLCALL_RETRY_JITTER',
    fallback: '0.1',
    must: 'a number from 0 to 1',
    about: 'The largest random addition to a retry delay, as a fraction of the delay. 0 adds nothing.',
    read: read.fraction,
  })
  @Min(0)
  @Max(1)
  retryJitter!: number;

  @Variable({
    name: 'ROLLCALL_REQUEST_TIMEOUT',
    fallback: '15s',
    must: 'a duration from 1ms to 5m, such as 15s',
    about: 'The time limit of one delivery attempt, from connecting to the last byte of the response body.',
    read: read.duration,
  })
  @IsInt()
  @Min(1)
  @Max(LONGEST_REQUEST_MS)
  requestTimeoutMs!: number;

  @Variable({
    name: 'ROLLCALL_METRICS_PORT',
    fallbackText: 'none',
    must: 'a port number from 0 to 65535',
    about:
      'The TCP port on which a worker serves its own `GET /metrics`, at `HOST`. The api serves its metrics on `PORT`.',
    read: read.integer,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(65535)
  metricsPort?: number;

  @Variable({
    name: 'SMTP_URL',
    fallbackText: 'no mail',
    must: 'an smtp:// or smtps:// URL',
    about:
      'The mail server for welcome mails and notices. With `smtp://`, Rollcall uses STARTTLS where the server offers it.',
    read: read.text,
  })
  @IsOptional()
  @Satisfies('smtp', (value: string) => isUrlOf(['smtp', 'smtps'], value))
  smtpUrl?: string;

  @Variable({
    name: 'MAIL_FROM',
    fallbackText: 'no mail',
    must: 'a mail address, and set when SMTP_URL is set',
    about: 'The sender of welcome mails and departure notices, such as `Rollcall <rollcall@example.com>`.',
    read: read.text,
  })
  @ValidateIf((own: Environment) => own.mailFrom !== undefined || own.smtpUrl !== undefined)
  @Satisfies('mailbox', (value: string | undefined) => value !== undefined && isMailbox(value))
  mailFrom?: string;

  @Variable({
    name: 'TLS_CERT',
    fallbackText: 'cleartext HTTP/1.1 and HTTP/2',
    must: 'the path of a readable PEM certificate, and set together with TLS_KEY',
    about:
      'The PEM file with the certificate chain. With it, Rollcall serves HTTP/1.1 and HTTP/2 over TLS. Rollcall reads the file at start.',
    read: read.text,
  })
  @ValidateIf((own: Environment) => own.tlsCert !== undefined || own.tlsKey !== undefined)
  @Satisfies('pem', (value: string | undefined) => value !== undefined && isPemFile('CERTIFICATE', value))
  tlsCert?: string;

  @Variable({
    name: 'TLS_KEY',
    fallbackText: 'cleartext HTTP/1.1 and HTTP/2',
    must: 'the path of a readable PEM private key, and set together with TLS_CERT',
    about: 'The PEM file with the private key of the certificate in TLS_CERT.',
    read: read.text,
  })
  @ValidateIf((own: Environment) => own.tlsCert !== undefined || own.tlsKey !== undefined)
  @Satisfies('pem', (value: string | undefined) => value !== undefined && isPemFile('PRIVATE KEY', value))
  tlsKey?: string;

  @Variable({
    name: 'ROLLCALL_TRUSTED_PROXIES',
    fallback: '',
    fallbackText: 'none',
    must: 'networks in CIDR notation separated by commas, such as 10.0.0.0/8,fd00::/8',
    about:
      'The networks of your proxies. Rollcall uses X-Forwarded-For and X-Forwarded-Proto only from these networks.',
    read: read.list,
  })
  @Satisfies('cidrs', (value: string[]) => value.every(isCidr))
  trustedProxies!: string[];

  @Variable({
    name: 'ROLLCALL_REGION',
    fallback: 'us',
    must: 'lower-case letters, digits and hyphens',
    about: 'The data residency label of this deployment. Rollcall refuses organizations of another region.',
    read: read.text,
  })
  @Matches(/^[a-z][a-z\d-]{0,31}$/)
  region!: string;
}
