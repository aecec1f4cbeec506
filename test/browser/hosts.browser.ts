import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppsHost } from './apps-host.ts';
import { type Browser, openBrowser } from './browser.ts';
import { type Inspector, startInspector } from './inspector.ts';
import { logOf, longRequest } from './papers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe('the Inspector, as a host with Apps', () => {
  let inspector: Inspector;
  beforeAll(async () => {
    inspector = await startInspector();
  });
  afterAll(() => inspector.end());

  test('opens the view of a tool, calls the tool for it, and lets it look up a related request', async () => {
    const page = await browser.newPage({ viewport: { width: 1300, height: 900 } });
    await page.goto(inspector.address);
    await page.getByLabel(/^Connect or disconnect/).click({ force: true });
    await page.getByText('Apps', { exact: true }).first().click();
    await page.getByText('Look up one request').first().click();
    await page.getByLabel('request_id').first().fill('req_7f3kq9w2mx');
    await page
      .getByRole('button', { name: /Open App/ })
      .first()
      .click();
    const view = page.frameLocator('iframe').frameLocator('iframe');
    await view.locator('.chip', { hasText: 'Failed with 500' }).first().waitFor();
    expect(await view.locator('.lane').count()).toBe(4);
    await view.getByRole('button', { name: 'Look up req_d4k6hqawcz3b' }).click();
    await view.locator('.chip', { hasText: 'Succeeded with 201' }).first().waitFor();
    await view.getByRole('button', { name: /Back/ }).click();
    await view.locator('.chip', { hasText: 'Failed with 500' }).first().waitFor();
    await page.close();
  });
});

describe('the view in a host of ext-apps', () => {
  test('shows a request, goes to a related one and back, and tells how high it is', async () => {
    const host = await AppsHost.open(browser);
    await host.show('lookup_request', { request_id: 'req_xyz123' });
    const { view } = host;
    await view.locator('.chip', { hasText: 'Failed with 409' }).first().waitFor();
    expect(await view.locator('h1').innerText()).toBe('POST /v1/workspaces');
    expect(await view.locator('.reason').innerText()).toContain("The slug 'acme' is already in use.");
    await view.getByRole('button', { name: 'Look up req_0j1m9gb2a0e0' }).click();
    await view.locator('.chip', { hasText: 'Succeeded with 201' }).first().waitFor();
    expect(host.calls).toEqual([{ name: 'lookup_request', args: { request_id: 'req_0j1m9gb2a0e0' } }]);
    await view.getByRole('button', { name: /Back/ }).click();
    expect(await view.locator('.id').first().innerText()).toBe('req_xyz123');
    expect(await host.page.evaluate<number[]>('heights')).toContainEqual(expect.any(Number));
    expect(await host.page.evaluate<number>('heights.at(-1)')).toBeGreaterThan(500);
    await host.close();
  });

  test('looks as the host does, also when that changes', async () => {
    const styles = { variables: { '--color-text-primary': '#123456' } };
    const host = await AppsHost.open(browser, { context: { theme: 'dark', styles } });
    await host.show('lookup_request', { request_id: 'req_xyz123' });
    await host.view.locator('.lane').first().waitFor();
    const view = host.page.frames().at(-1);
    expect(await view?.evaluate('getComputedStyle(document.body).color')).toBe('rgb(18, 52, 86)');
    expect(await view?.evaluate('getComputedStyle(document.body).colorScheme')).toBe('dark');
    await host.page.evaluate("bridge.setHostContext({ theme: 'light' })");
    await host.view.locator('html[data-theme=light]').waitFor({ state: 'attached' });
    expect(await view?.evaluate('getComputedStyle(document.body).colorScheme')).toBe('light');
    await host.close();
  });

  test('fetches the lines that an answer does not hold', async () => {
    const host = await AppsHost.open(browser, { args: ['--logs', logOf(longRequest(60))] });
    await host.show('lookup_request', { request_id: 'req_long0001' });
    await host.view.getByRole('button', { name: 'Load all lines' }).click();
    await host.view.locator('h2', { hasText: /^60 lines in/ }).waitFor();
    await host.view.locator('#row-59').waitFor();
    expect(await host.view.locator('tbody tr').count()).toBe(60);
    expect(await host.view.getByRole('button', { name: 'Load all lines' }).count()).toBe(0);
    expect(host.calls.length).toBeGreaterThan(1);
    await host.close();
  });

  test('offers nothing to ask where the host passes no calls on', async () => {
    const host = await AppsHost.open(browser, { capabilities: {} });
    await host.show('lookup_request', { request_id: 'req_xyz123' });
    await host.view.locator('.related').waitFor();
    expect(await host.view.locator('button').allTextContents()).toEqual(['Copy as text']);
    await host.close();
  });

  test.each([
    ['explain_error', { error: 'workspace_slug_invalid', value: 'Acme_Corp' }, 'Use: acme-corp'],
    ['lookup_request', { status: '5xx' }, 'requests'],
    ['lookup_request', { request_id: 'req_nowhere00' }, 'not_found'],
    ['list_errors', { status: '409' }, 'workspace_slug_taken'],
  ])('shows what %s answers to %j', async (tool, input, words) => {
    const host = await AppsHost.open(browser);
    await host.show(tool, input);
    await host.view.getByText(words).first().waitFor();
    await host.close();
  });

  test('says that a call was cancelled', async () => {
    const host = await AppsHost.open(browser);
    await host.page.evaluate("bridge.sendToolInput({ arguments: { request_id: 'req_xyz123' } })");
    await host.view.getByText('Looking up req_xyz123…').waitFor();
    await host.page.evaluate("bridge.sendToolCancelled({ reason: 'user action' })");
    await host.view.getByText('The call was cancelled.').waitFor();
    await host.close();
  });

  test('ends when it is told to', async () => {
    const host = await AppsHost.open(browser);
    expect(await host.page.evaluate('bridge.teardownResource({})')).toEqual({});
    await host.close();
  });
});
