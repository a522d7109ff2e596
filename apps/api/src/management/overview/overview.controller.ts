import { Get, Inject, Query } from '@nestjs/common';
import { Overview, type OverviewView, Searches } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { OverviewAnswer, OverviewQuery, type OverviewWindow, WINDOW_SECONDS } from './overview.dto.js';

/** Many tabs may show it, and it counts a day of deliveries. */
const KEPT_MS = 1_000;
/** Whoever asks first asks for all: it is nobody's own search, and goes on when that client has gone. */
const SEARCHER = { tenant: 'overview' };

@ManagementController('overview', 'Health')
export class OverviewController {
  private readonly kept = new Map<OverviewWindow, { until: number; answer: Promise<OverviewView> }>();

  constructor(
    @Inject(Overview) private readonly overview: Overview,
    @Inject(Searches) private readonly searches: Searches,
  ) {}

  @Get()
  @Operation({
    id: 'Overview_get',
    summary: 'Get what needs attention, and the first steps',
    description: 'At most one second old.',
    scope: 'read',
    answer: OverviewAnswer,
  })
  async get(@Query(InputPipe) { window = '24h' }: OverviewQuery): Promise<OverviewAnswer> {
    const now = performance.now();
    let kept = this.kept.get(window);
    if (kept === undefined || kept.until < now) {
      const answer = this.searches.run(SEARCHER, (on) => this.overview.read(WINDOW_SECONDS[window], on));
      kept = { until: now + KEPT_MS, answer };
      this.kept.set(window, kept);
    }
    try {
      return { overview: await kept.answer };
    } catch (error) {
      this.kept.delete(window);
      throw error;
    }
  }
}
