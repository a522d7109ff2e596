import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { installedChromium } from './chromium.js';

export const hasChromium = installedChromium() !== undefined;

let running: Promise<Browser> | undefined;

/** One browser for all tests of a worker. */
export const browser = (): Promise<Browser> =>
  (running ??= chromium.launch({
    executablePath: installedChromium(),
    // Root has no sandbox, and a container little shared memory.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  }));

export async function closeBrowser(): Promise<void> {
  const open = running;
  running = undefined;
  await (await open)?.close();
}

/** A visit: its own cookies and storage, and a record of what no page may do. */
export class Visit {
  readonly violations: string[] = [];
  readonly requests: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly url: string,
  ) {}

  static async begin(url: string, options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await (
      await browser()
    ).newContext({
      baseURL: url,
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const visit = new Visit(context, page, url);
    visit.watch();
    return visit;
  }

  private watch(): void {
    this.page.on('pageerror', (error) => this.violations.push(`error in the page: ${error.message}`));
    this.page.on('console', (message) => {
      // A refusal of the api is shown to people; the browser's line about it is none of ours.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        this.violations.push(`console: ${message.text()}`);
      }
    });
    this.page.on('request', (request) => {
      this.requests.push(request.url());
      const { origin, protocol } = new URL(request.url());
      if (protocol !== 'blob:' && origin !== new URL(this.url).origin) {
        this.violations.push(`a request to ${request.url()}`);
      }
    });
  }

  async end(): Promise<void> {
    await this.context.close();
  }
}
