import { Link } from '@tanstack/react-router';
import { type AnchorHTMLAttributes, type ReactNode, type Ref } from 'react';

interface Props extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  'data-within'?: boolean;
  /** A path below the face: `/d/dir_1/users`. */
  to: string;
  /** Filters and page stay in the address. */
  keepSearch?: boolean;
  search?: Record<string, string>;
  ref?: Ref<HTMLAnchorElement>;
  children?: ReactNode;
}

/** A link within the face. */
export function AppLink({ to, keepSearch = false, search, ...rest }: Props) {
  const kept = keepSearch ? (true as const) : (search ?? {});
  return <Link to={to as '/'} search={kept as never} activeOptions={{ exact: true }} {...rest} />;
}
