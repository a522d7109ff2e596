import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { AppPage } from './app-page.js';

/** The developer's pages. Signing in is one of them, so they are there for everybody. */
@ApiExcludeController()
@Controller('dashboard')
export class DashboardController {
  constructor(@Inject(AppPage) private readonly page: AppPage) {}

  @Get()
  async home(@Res() reply: FastifyReply): Promise<void> {
    await this.page.send(reply);
  }

  @Get('*')
  async show(@Res() reply: FastifyReply): Promise<void> {
    await this.page.send(reply);
  }
}
