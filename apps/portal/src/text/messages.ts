import type chooseProvider from './en/choose-provider.json';
import type dashboard from './en/dashboard.json';
import type administration from './en/dashboard-administration.json';
import type webhooks from './en/dashboard-webhooks.json';
import type directory from './en/directory.json';
import type frame from './en/frame.json';
import type parts from './en/parts.json';
import type portal from './en/portal.json';

/** Every text of both faces, one file for each area. */
export interface Messages {
  administration: typeof administration;
  chooseProvider: typeof chooseProvider;
  dashboard: typeof dashboard;
  directory: typeof directory;
  frame: typeof frame;
  parts: typeof parts;
  portal: typeof portal;
  webhooks: typeof webhooks;
}

declare module 'use-intl' {
  interface AppConfig {
    Messages: Messages;
    Locale: 'en';
  }
}
