import { useComputedColorScheme } from '@mantine/core';
import { type PortalSession } from './session/session';

/** The application's logo and name, then whose portal this is. */
export function Brand({ branding, organization }: { branding: PortalSession['branding']; organization: string }) {
  const dark = useComputedColorScheme('light') === 'dark';
  const logo = (dark ? branding.logo_dark_url : null) ?? branding.logo_url;
  return (
    <div className="brand">
      <img src={logo ?? '/favicon.svg'} alt="" height={28} />
      {branding.application_name !== null && branding.application_name !== '' && <bdi>{branding.application_name}</bdi>}
      <bdi className="dimmed">{organization}</bdi>
    </div>
  );
}
