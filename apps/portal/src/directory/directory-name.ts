import { providerOf } from './providers';

/** A directory without a name is called after its provider. */
export const directoryName = (directory: {
  name?: string;
  directory_type: string;
  directory_provider: string;
}): string => directory.name?.trim() || providerOf(directory).label;
