import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Environment } from '#config';
import { FAVICON, landingPage, PAGE_POLICY } from './landing-page.js';

@ApiExcludeController()
@Controller()
export class LandingController {
  constructor(@Inject(Environment) private readonly environment: Environment) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', PAGE_POLICY)
  @Header('x-content-type-options', 'nosniff')
  page(): string {
    return landingPage(this.environment.publicUrl);
  }

  @Get('favicon.svg')
  @Header('content-type', 'image/svg+xml')
  @Header('cache-control', 'public, max-age=86400')
  icon(): string {
    return FAVICON;
  }
}
