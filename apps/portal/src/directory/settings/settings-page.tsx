import { lazySection } from '../lazy-section';
import { isPush } from '../providers';
import { useDirectoryScope } from '../directory-scope';
import { AllowedNetworks } from './allowed-networks';
import { DirectoryState } from './directory-state';
import { LeavingPolicy } from './leaving-policy';
import { OAuthClients } from './oauth-clients';
import { Tokens } from './tokens';

const Connection = lazySection(async () => (await import('../connection/connection-page')).ConnectionPage);

export function SettingsPage() {
  const { provider } = useDirectoryScope();
  const push = isPush(provider);
  return (
    <div className="stack spaced">
      {!push && provider.directoryProvider !== 'CSV' && <Connection />}
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
