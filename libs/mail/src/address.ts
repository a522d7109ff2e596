const LONGEST = 254;

/**
 * One address that mail can be sent to: RFC 5321 without quoted local parts. What an identity provider sends as an address may hold
 * line breaks, several addresses, or a display name: none of that reaches an SMTP server.
 */
export function isMailable(address: string): boolean {
  if (address.length > LONGEST) return false;
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  if (at < 1 || local.length > 64) return false;
  if (!/^[^\s"(),:;<>@[\\\]\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u.test(local)) return false;
  return domain.split('.').every((label) => /^[\p{L}\p{N}][\p{L}\p{N}\p{M}-]{0,62}$/u.test(label));
}

/** Of `Rollcall <rollcall@example.com>` or of an address alone. */
export function domainOf(mailbox: string): string {
  return mailbox
    .slice(mailbox.lastIndexOf('@') + 1)
    .replace('>', '')
    .trim();
}
