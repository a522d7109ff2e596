import { createContext, useContext } from 'react';
import { type ApiClient, type Query } from '../api/api-client';
import { type Directory } from './directory';
import { type Provider } from './providers';

/** What only one of the two faces may do with a directory. */
export type Capability = 'resync' | 'snapshot' | 'simulate' | 'api_base' | 'deliveries';

/** What a link to the portal may open; the dashboard opens all of them. */
export type Section = 'setup' | 'users' | 'requests' | 'mapping' | 'roles' | 'settings' | 'syncs';

interface ScopeParts {
  api: ApiClient;
  directory: Directory;
  provider: Provider;
  /** Where this directory's calls are, below the client's base. */
  apiPath: string;
  /** Where this directory's pages are, below the face. */
  pagePath: string;
  /** The page that lists directories, below the face. */
  listPage: string;
  /** Where the roles of the application are read. */
  rolesPath: string;
  capabilities: ReadonlySet<Capability>;
  /** Undefined: all sections. */
  sections?: ReadonlySet<Section>;
  /** Why nothing may be changed here; undefined where it may. */
  readOnly?: string;
}

/** One directory in whichever face: the only place that knows the paths of both. */
export class DirectoryScope {
  constructor(private readonly parts: ScopeParts) {}

  get api(): ApiClient {
    return this.parts.api;
  }
  get directory(): Directory {
    return this.parts.directory;
  }
  get provider(): Provider {
    return this.parts.provider;
  }
  get listPage(): string {
    return this.parts.listPage;
  }
  get rolesPath(): string {
    return this.parts.rolesPath;
  }
  get readOnly(): string | undefined {
    return this.parts.readOnly;
  }

  /** The path of a call: `path('/users')`, `path(':enable')`. */
  path(rest = ''): string {
    return `${this.parts.apiPath}${rest}`;
  }

  /** The path of a page: `page('/users')`. */
  page(rest = ''): string {
    return `${this.parts.pagePath}${rest}`;
  }

  /** The key of an answer in the query cache. */
  key(...rest: readonly unknown[]): readonly unknown[] {
    return ['directory', this.parts.directory.id, ...rest];
  }

  can(capability: Capability): boolean {
    return this.parts.capabilities.has(capability);
  }

  shows(section: Section): boolean {
    return this.parts.sections === undefined || this.parts.sections.has(section);
  }

  get<T>(rest: string, query?: Query, signal?: AbortSignal): Promise<T> {
    return this.api.get<T>(this.path(rest), query, signal);
  }
}

export const DirectoryScopeContext = createContext<DirectoryScope | null>(null);

export function useDirectoryScope(): DirectoryScope {
  const scope = useContext(DirectoryScopeContext);
  if (scope === null) throw new Error('this page belongs below a directory');
  return scope;
}
