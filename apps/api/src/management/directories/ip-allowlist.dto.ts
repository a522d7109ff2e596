import {
  ArrayMaxSize,
  IsArray,
  Validate,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import ipaddr from 'ipaddr.js';
import { ApiProperty } from '@nestjs/swagger';
import { Field } from '../input/fields.js';

const MOST = 200;

/** `10.0.0.0/8`, `2001:db8::/32`, or one address. Host bits are tolerated, as the network is meant either way. */
@ValidatorConstraint()
export class IsCidr implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    if (typeof value !== 'string' || value.length > 50) return false;
    const [address, prefix] = value.split('/', 2);
    // ipaddr.js takes octal and short forms, which people read differently: only four decimal parts are meant.
    if (ipaddr.IPv4.isValid(address!) && !ipaddr.IPv4.isValidFourPartDecimal(address!)) return false;
    if (address!.includes('%')) return false;
    // `::ffff:192.0.2.0/24` means a network of IPv4 to whoever writes it, and all of IPv4 to a router: /120 is clear.
    if (prefix !== undefined && Number(prefix) < 96 && isMapped(address!)) return false;
    return prefix === undefined ? ipaddr.isValid(address!) : ipaddr.isValidCIDR(value);
  }

  defaultMessage(): string {
    return 'must contain only networks such as 203.0.113.0/24 and 2001:db8::/32, or single addresses';
  }
}

const isMapped = (address: string): boolean =>
  ipaddr.IPv6.isValid(address) && ipaddr.IPv6.parse(address).isIPv4MappedAddress();

export class IpAllowlist {
  @Field(
    {
      description: `Networks or addresses that SCIM requests may come from, at most ${MOST}. Empty: any address.`,
      schema: { type: [String] },
      example: ['203.0.113.0/24', '2001:db8::/32'],
    },
    IsArray({ message: 'must be an array of networks' }),
    ArrayMaxSize(MOST, { message: `must have at most ${MOST} entries` }),
    Validate(IsCidr, { each: true }),
  )
  cidrs!: string[];
}

export class IpAllowlistAnswer {
  @ApiProperty({ type: [String], example: ['203.0.113.0/24'] })
  cidrs!: string[];
}
