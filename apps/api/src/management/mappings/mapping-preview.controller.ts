import { Body, Inject, Param, Post } from '@nestjs/common';
import { Searches, type Searcher } from '#persistence';
import { Verb } from '../../http/verb.js';
import { ManagementController } from '../access/management-controller.js';
import { directoryId, organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { SearchedBy } from '../search/searched-by.js';
import { PreviewAnswer, PreviewAttributes } from './mapping-preview.dto.js';
import { MappingPreviewService } from './mapping-preview.service.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/attributes', 'Directories')
export class MappingPreviewController {
  constructor(
    @Inject(MappingPreviewService) private readonly previews: MappingPreviewService,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Verb(Post, 'preview')
  @Operation({
    id: 'MappingPreview_preview',
    summary: 'Try an attribute mapping without storing it',
    description: 'Shows what users have at present and what they would have.',
    scope: 'read',
    answer: PreviewAnswer,
    fails: [404],
  })
  async preview(
    @Param('organizationId', organizationId) organization: string,
    @Param('directoryId', directoryId) directory: string,
    @Body(InputPipe) input: PreviewAttributes,
    @SearchedBy() searcher: Searcher,
  ): Promise<PreviewAnswer> {
    const scope = { organizationId: organization, directoryId: directory };
    return await this.searches.run(searcher, (on) => this.previews.preview(scope, input, on));
  }
}
