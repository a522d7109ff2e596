import { Module } from '@nestjs/common';
import { AppPage } from './app-page.js';
import { DashboardController } from './dashboard.controller.js';
import { RootController } from './root.controller.js';

/** What browsers load: the app for both faces, and the root. */
@Module({
  controllers: [RootController, DashboardController],
  providers: [{ provide: AppPage, useFactory: () => new AppPage() }],
  exports: [AppPage],
})
export class WebModule {}
