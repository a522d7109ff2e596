import { Inject, Injectable } from '@nestjs/common';
import { isId } from '#directory';
import {
  type KeysetPage,
  type PageRequest,
  type ReplayCriteria,
  ResendRequests,
  type ResendView,
  Searches,
  type Searcher,
  type WebhookEndpoint,
} from '#persistence';
import { Problem } from '../../http/problem.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { EndpointsService } from '../endpoints/endpoints.service.js';
import { type Replay } from './resend.dto.js';

/** Sends an endpoint what it should have already. */
@Injectable()
export class ResendService {
  constructor(
    @Inject(ResendRequests) private readonly requests: ResendRequests,
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(EndpointsService) private readonly endpoints: EndpointsService,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  /** @throws Problem 404, 400 where the endpoint does not get this directory's events, 409 where it is disabled */
  async resync(organizationId: string, directoryId: string, endpointId: string): Promise<ResendView> {
    await this.directories.find(organizationId, directoryId);
    const endpoint = isId('ep', endpointId) ? await this.endpoints.find(endpointId).catch(unknownEndpoint) : undefined;
    if (endpoint === undefined) throw invalid('endpoint_id', 'there is no such webhook endpoint');
    const takes =
      (endpoint.organizationId ?? organizationId) === organizationId &&
      (endpoint.directoryId ?? directoryId) === directoryId;
    if (!takes) throw invalid('endpoint_id', 'this endpoint does not get the events of this directory');
    refuseDisabled(endpoint);
    return await this.requests.resync(directoryId, endpointId);
  }

  /** @throws Problem 404, 400, 409 where the endpoint is disabled */
  async replay(endpointId: string, input: Replay): Promise<ResendView> {
    refuseDisabled(await this.endpoints.find(endpointId));
    return await this.requests.replay(endpointId, criteriaOf(input));
  }

  /** What a replay would send. @throws Problem 404, 400 */
  async count(endpointId: string, input: Replay): Promise<number> {
    await this.endpoints.find(endpointId);
    return await this.requests.count(endpointId, criteriaOf(input));
  }

  async page(endpointId: string, page: PageRequest, searcher: Searcher): Promise<KeysetPage<ResendView>> {
    await this.endpoints.find(endpointId);
    return await this.searches.run(searcher, (on) => this.requests.page(endpointId, page, on));
  }

  async find(endpointId: string, id: string): Promise<ResendView> {
    await this.endpoints.find(endpointId);
    const resend = await this.requests.find(endpointId, id);
    if (resend === undefined) throw Problem.notFound('resend', id);
    return resend;
  }
}

function criteriaOf({ since, until, states, event_types }: Replay): ReplayCriteria {
  if (until !== undefined && Date.parse(until) <= Date.parse(since)) throw invalid('until', 'must be after `since`');
  const given = <T>(list: T[] | undefined) => (list?.length === 0 ? undefined : list);
  return { since, until, states: given(states), eventTypes: given(event_types) };
}

function refuseDisabled({ enabled }: WebhookEndpoint): void {
  if (!enabled) throw Problem.precondition('the endpoint is disabled: enable it first');
}

function unknownEndpoint(error: unknown): undefined {
  if (error instanceof Problem && error.status === 404) return undefined;
  throw error;
}

function invalid(field: string, description: string): Problem {
  return Problem.invalid([{ field, description }]);
}
