import { Inject, Injectable } from '@nestjs/common';
import { DEPLOYMENT, type LogoTheme, PortalSettingsStore, type StoredPortalSettings } from '#persistence';
import { Problem } from '../../http/problem.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { logoProblem, readLogo } from './logo-image.js';
import { type PortalSettingsAnswer } from './portal-settings.dto.js';

/** What an organization's portal is like: its own settings, and the deployment's where it has none. */
export interface EffectivePortalSettings extends StoredPortalSettings {
  application_name: string;
  allowed_origins: string[];
  allow_invites: boolean;
  logo_url: string | null;
  logo_dark_url: string | null;
}

const NOTHING: StoredPortalSettings = {
  application_name: null,
  accent: null,
  support_url: null,
  support_email: null,
  return_url: null,
  allowed_origins: null,
  allow_invites: null,
  sections: null,
};

@Injectable()
export class PortalSettingsService {
  constructor(
    @Inject(PortalSettingsStore) private readonly store: PortalSettingsStore,
    @Inject(OrganizationsService) private readonly organizations: OrganizationsService,
  ) {}

  /** @param organizationId undefined for the deployment's own */
  async get(organizationId?: string): Promise<PortalSettingsAnswer> {
    const owner = await this.ownerOf(organizationId);
    const [settings, logos] = await Promise.all([this.store.load([owner]), this.store.logoHashes([owner])]);
    const { light, dark } = logos.get(owner) ?? {};
    const own = { ...NOTHING, ...settings.get(owner) };
    return { portal_settings: own, logo_url: logoUrl(light), logo_dark_url: logoUrl(dark) };
  }

  async replace(settings: StoredPortalSettings, organizationId?: string): Promise<PortalSettingsAnswer> {
    await this.store.save(await this.ownerOf(organizationId), settings);
    return await this.get(organizationId);
  }

  async setLogo(theme: LogoTheme, image: Buffer, organizationId?: string): Promise<PortalSettingsAnswer> {
    const owner = await this.ownerOf(organizationId);
    const description = logoProblem(image);
    if (description !== undefined) throw Problem.invalid([{ field: 'logo', description }]);
    await this.store.saveLogo(owner, theme, { contentType: readLogo(image)!.contentType, image });
    return await this.get(organizationId);
  }

  async removeLogo(theme: LogoTheme, organizationId?: string): Promise<void> {
    await this.store.removeLogo(await this.ownerOf(organizationId), theme);
  }

  async effective(organizationId: string): Promise<EffectivePortalSettings> {
    const owners = [DEPLOYMENT, organizationId];
    const [settings, logos] = await Promise.all([this.store.load(owners), this.store.logoHashes(owners)]);
    const known = owners.map((owner) => settings.get(owner) ?? {});
    const merged = Object.assign({ ...NOTHING }, ...known.map(withoutNulls)) as StoredPortalSettings;
    const logo = { ...logos.get(DEPLOYMENT), ...logos.get(organizationId) };
    return {
      ...merged,
      application_name: merged.application_name ?? 'Rollcall',
      allowed_origins: merged.allowed_origins ?? [],
      allow_invites: merged.allow_invites ?? false,
      logo_url: logoUrl(logo.light),
      logo_dark_url: logoUrl(logo.dark),
    };
  }

  private async ownerOf(organizationId: string | undefined): Promise<string> {
    return organizationId === undefined ? DEPLOYMENT : (await this.organizations.find(organizationId)).id;
  }
}

function withoutNulls(settings: object): object {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
}

/** A path of ours: no third party learns who opens the portal. */
function logoUrl(hash: string | undefined): string | null {
  return hash === undefined ? null : `/portal/brand/${hash}`;
}
