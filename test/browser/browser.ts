import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { freshFolder } from '../support/server.ts';

/** The part of Playwright that is used, as its documentation has it; what runs in a page is given as text. */

interface Locator {
  click(options?: { force?: boolean }): Promise<void>;
  fill(text: string): Promise<void>;
  focus(): Promise<void>;
  first(): Locator;
  count(): Promise<number>;
  innerText(): Promise<string>;
  allTextContents(): Promise<string[]>;
  getAttribute(name: string): Promise<string | null>;
  waitFor(options?: { timeout?: number; state?: 'attached' | 'visible' }): Promise<void>;
}

interface Frame {
  locator(selector: string, options?: { hasText?: string | RegExp }): Locator;
  getByRole(role: string, options?: { name?: string | RegExp; exact?: boolean }): Locator;
  getByLabel(text: string | RegExp, options?: { exact?: boolean }): Locator;
  getByText(text: string | RegExp, options?: { exact?: boolean }): Locator;
  frameLocator(selector: string): Frame;
}

interface Route {
  fulfill(response: { contentType: string; body: string }): Promise<void>;
}

/** A session of Chrome's own protocol, which tells what a page costs. */
interface DevTools {
  send(method: 'Performance.enable', params: { timeDomain: 'threadTicks' }): Promise<unknown>;
  send(method: 'Performance.getMetrics'): Promise<{ metrics: { name: string; value: number }[] }>;
}

export interface Page extends Frame {
  goto(url: string): Promise<unknown>;
  evaluate<Result>(script: string): Promise<Result>;
  frames(): { url(): string; evaluate<Result>(script: string): Promise<Result> }[];
  route(url: string, handler: (route: Route) => Promise<void>): Promise<void>;
  exposeFunction(name: string, called: (...args: never[]) => unknown): Promise<void>;
  on(event: 'request', listener: (request: { url(): string }) => void): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  screenshot(options?: { clip?: { x: number; y: number; width: number; height: number } }): Promise<Buffer>;
  setDefaultTimeout(ms: number): void;
  keyboard: { press(key: string): Promise<void> };
  mouse: {
    move(x: number, y: number): Promise<void>;
    click(x: number, y: number): Promise<void>;
    wheel(x: number, y: number): Promise<void>;
  };
  context(): { newCDPSession(page: Page): Promise<DevTools> };
  close(): Promise<void>;
}

interface PageOptions {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  javaScriptEnabled?: boolean;
  offline?: boolean;
}

export interface Browser {
  newPage(options?: PageOptions): Promise<Page>;
  close(): Promise<void>;
}

interface Playwright {
  chromium: {
    launch(options: {
      executablePath: string;
      args: string[];
      env: Record<string, string>;
    }): Promise<Browser>;
  };
}

export const installed = createRequire(import.meta.url);

/** Where the packages stand that only these tests need. */
export const HERE = fileURLToPath(new URL('.', import.meta.url));

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Fonts are drawn the same everywhere.
  '--font-render-hinting=none',
  '--disable-lcd-text',
];

/** How long anything is waited for, in milliseconds: on a machine that is busy, too. */
const PATIENCE = 90_000;

/** A headless Chromium of its own, without a profile of before. */
export async function openBrowser(): Promise<Browser> {
  const { chromium } = installed('playwright-core') as Playwright;
  const executablePath = process.env['CHROMIUM'] ?? 'chromium';
  const found = executablePath.includes('/') ? executablePath : `/usr/bin/${executablePath}`;
  const env = { PATH: process.env['PATH'] ?? '', HOME: freshFolder() };
  const browser = await chromium.launch({ executablePath: found, args: FLAGS, env });
  return {
    async newPage(options) {
      const page = await browser.newPage(options);
      page.setDefaultTimeout(PATIENCE);
      return page;
    },
    close: () => browser.close(),
  };
}
