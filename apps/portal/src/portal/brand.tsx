import { useComputedColorScheme } from '@mantine/core';
import { type PortalSession } from './session/session';

/** The application's logo and name, then whose portal this is. */
export function Brand({ branding, organization }: { branding: PortalSession['branding']; organization: string }) {
  const dark = useComputedColorScheme('light') === 'dark';
  const logo = (dark ? branding.logo_dark_url : null) ?? branding.logo_url;
  return (
    <div className="brand">
      {/* As wide before it is there; only of ours the shape is known. */}
      <img src={logo ?? '/favicon.svg'} alt="" height={28} width={logo === null ? 28 : undefined} />
      {branding.application_name !== null && branding.application_name !== '' && <bdi>{branding.application_name}</bdi>}
      <bdi className="dimmed">{organization}</bdi>
    </div>
  );
}
