import { type JsonObject } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { directoriesFile, eventsFile, organizationsFile } from './descriptors.js';
import { RPC_ROUTES } from './rpc-routes.js';

const organizations = RPC_ROUTES['scalekit.v1.organizations.OrganizationService']!;
const directories = RPC_ROUTES['scalekit.v1.directories.DirectoryService']!;
const events = RPC_ROUTES['scalekit.v1.events.EventsService']!;

describe('RPC_ROUTES', () => {
  it('has a route for every method, whose path and body are fields of its message', () => {
    const services = [organizationsFile, directoriesFile, eventsFile].flatMap((file) => file.services);
    expect(Object.keys(RPC_ROUTES).sort()).toEqual(services.map(({ typeName }) => typeName).sort());
    for (const service of services) {
      const routes = RPC_ROUTES[service.typeName]!;
      expect(Object.keys(routes).sort()).toEqual(service.methods.map(({ name }) => name).sort());
      for (const method of service.methods) {
        const { rest, body } = routes[method.name]!;
        const used = [...rest.matchAll(/\{(\w+)\}/g)]
          .map(([, name]) => name)
          .concat(body === undefined || body === '*' ? [] : body);
        expect(method.input.fields.map(({ name }) => name)).toEqual(expect.arrayContaining(used));
      }
    }
  });

  it('clears with empty text, and changes nothing that is left out', () => {
    const { organization } = organizations['UpdateOrganization']!.toRest!({
      id: 'org_1',
      organization: { display_name: '', external_id: '' },
    });
    expect(organization).toEqual({ display_name: '', external_id: null });
  });

  it('changes only what a mask names, and clears what it names beside the message', () => {
    const fields: JsonObject = {
      id: 'org_1',
      organization: { display_name: 'New', slug: 'new' },
      update_mask: 'displayName,organization.externalId,metadata',
    };
    expect(organizations['UpdateOrganization']!.toRest!(fields)).toEqual({
      id: 'org_1',
      organization: { display_name: 'New', external_id: null, metadata: {} },
    });
  });

  it('says of features, roles and attributes what messages leave out', () => {
    expect(
      organizations['UpdateOrganizationSettings']!.toRest!({ settings: { features: [{ name: 'scim' }] } }),
    ).toEqual({ settings: { features: [{ name: 'scim', enabled: false }] } });
    expect(directories['AssignRoles']!.toRest!({ id: 'dir_1' })).toEqual({
      id: 'dir_1',
      role_assignments: { assignments: [] },
    });
    expect(directories['UpdateAttributes']!.toRest!({ attribute_mapping: {} })).toEqual({
      attribute_mapping: { attributes: [] },
    });
  });

  it('shows the first source of an attribute, and regions as the enumeration has them', () => {
    const attributes = [
      { key: 'email', map_to: ['userName', 'nickName'] },
      { key: 'title', map_to: 'title' },
    ];
    const answer = directories['GetDirectory']!.fromRest!({ directory: { attribute_mappings: { attributes } } });
    expect(answer).toEqual({
      directory: {
        attribute_mappings: {
          attributes: [
            { key: 'email', map_to: 'userName' },
            { key: 'title', map_to: 'title' },
          ],
        },
        groups_tracked: 'ALL',
      },
    });
    expect(organizations['GetOrganization']!.fromRest!({ organization: { region_code: 'eu' } })).toEqual({
      organization: { region_code: 'EU' },
    });
  });

  it('finds no events of connections or interceptors', () => {
    const toRest = events['ListEventsPaginated']!.toRest!;
    expect(toRest({ filter: { connection_id: 'conn_1' } })['filter']).toMatchObject({ event_types: ['none'] });
    expect(toRest({})).toEqual({ filter: {} });
  });
});
