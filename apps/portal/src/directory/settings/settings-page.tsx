import { isPush } from '../providers';
import { useDirectoryScope } from '../directory-scope';
import { AllowedNetworks } from './allowed-networks';
import { DirectoryState } from './directory-state';
import { LeavingPolicy } from './leaving-policy';
import { OAuthClients } from './oauth-clients';
import { Tokens } from './tokens';

export function SettingsPage() {
  const push = isPush(useDirectoryScope().provider);
  return (
    <div className="stack spaced">
      {push && (
        <>
          <Tokens />
          <OAuthClients />
          <AllowedNetworks />
        </>
      )}
      <LeavingPolicy />
      <DirectoryState />
    </div>
  );
}
