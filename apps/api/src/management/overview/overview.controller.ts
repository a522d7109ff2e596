import { Get, Inject, Query } from '@nestjs/common';
import { Overview, type OverviewView } from '#persistence';
import { ManagementController } from '../access/management-controller.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { OverviewAnswer, OverviewQuery, type OverviewWindow, WINDOW_SECONDS } from './overview.dto.js';

/** Many tabs may show it, and it counts a day of deliveries. */
const KEPT_MS = 1_000;

@ManagementController('overview', 'Health')
export class OverviewController {
  private readonly kept = new Map<OverviewWindow, { until: number; answer: Promise<OverviewView> }>();

  constructor(@Inject(Overview) private readonly overview: Overview) {}

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
      kept = { until: now + KEPT_MS, answer: this.overview.read(WINDOW_SECONDS[window]) };
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
