import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppsHost } from './apps-host.ts';
import { type Browser, installed, openBrowser, type Page } from './browser.ts';
import { logOf, longRequest, paperOf } from './papers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const SCHEMES = ['light', 'dark'] as const;

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

/** What axe-core finds in a page or a frame of it, as far as it is serious. */
async function seriousIn(page: Pick<Page, 'evaluate'>): Promise<string[]> {
  // As text of an expression, it passes the page's own policy.
  await page.evaluate(`${readFileSync(installed.resolve('axe-core/axe.min.js'), 'utf8')}; 0`);
  const violations = await page.evaluate<Violation[]>('axe.run().then(({ violations }) => violations)');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

describe('on paper', () => {
  test('opens without a network, and asks for nothing', async () => {
    const page = await browser.newPage({ offline: true });
    const requests: string[] = [];
    const errors: Error[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => errors.push(error));
    const address = await paperOf('req_xyz123');
    await page.goto(address);
    expect(await page.locator('.chip').allTextContents()).toEqual([
      'Failed with 409',
      'Not carried out',
      '201',
    ]);
    expect(await page.locator('tbody tr').count()).toBe(4);
    expect(requests).toEqual([address]);
    expect(errors).toEqual([]);
    await page.close();
  });

  test('shows the text of the answer where scripts are off', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(await paperOf('req_xyz123'));
    expect(await page.locator('noscript pre').innerText()).toContain('Failed with 409');
    await page.close();
  });

  test.each([1, 40])('shows a request of %d lines', async (many) => {
    const page = await browser.newPage();
    await page.goto(await paperOf('req_long0001', logOf(longRequest(many))));
    expect(await page.locator('[role=option]').count()).toBe(many);
    expect(await page.locator('tbody tr').count()).toBe(many);
    await page.close();
  });
});

test('a narrow mark is chosen by a click beside it', async () => {
  const page = await browser.newPage();
  await page.goto(await paperOf('req_7f3kq9w2mx'));
  const { x, y } = await page.evaluate<{ x: number; y: number }>(
    "document.getElementById('mark-0').getBoundingClientRect().toJSON()",
  );
  await page.mouse.click(x - 5, y);
  expect(await page.getByRole('listbox').getAttribute('aria-activedescendant')).toBe('mark-0');
  await page.close();
});

describe('for everyone', () => {
  test.each(SCHEMES)('has nothing serious that axe-core would find, %s', async (colorScheme) => {
    const page = await browser.newPage({ colorScheme });
    for (const id of ['req_xyz123', 'req_7f3kq9w2mx', 'req_0j1m9gb2a0e0']) {
      await page.goto(await paperOf(id));
      expect(await seriousIn(page)).toEqual([]);
    }
    await page.close();
  });

  test.each(SCHEMES)('has nothing serious in what other answers look like, %s', async (theme) => {
    const host = await AppsHost.open(browser, { context: { theme } });
    const asked: [string, Record<string, unknown>][] = [
      ['explain_error', { error: 'workspace_slug_taken', value: 'acme' }],
      ['lookup_request', { status: '5xx' }],
      ['lookup_request', { request_id: 'req_nowhere00' }],
    ];
    for (const [tool, input] of asked) {
      await host.show(tool, input);
      await host.view.locator('article').waitFor();
      const frame = host.page.frames().at(-1);
      if (frame === undefined) throw new Error('The host has no frame.');
      expect(await seriousIn(frame)).toEqual([]);
    }
    await host.close();
  });

  test('is used with the keyboard alone', async () => {
    const page = await browser.newPage();
    await page.goto(await paperOf('req_7f3kq9w2mx'));
    const lanes = page.getByRole('listbox');
    const chosen = () => lanes.getAttribute('aria-activedescendant');
    // The one button, then the lanes, which begin at the cause.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await chosen()).toBe('mark-7');
    expect(await page.locator('.detail').innerText()).toContain('giving up after 3 attempts');
    await page.keyboard.press('ArrowRight');
    expect(await chosen()).toBe('mark-8');
    await page.keyboard.press('ArrowUp');
    expect(await chosen()).toBe('mark-9');
    await page.keyboard.press('Home');
    expect(await chosen()).toBe('mark-0');
    await page.keyboard.press('ArrowLeft');
    expect(await chosen()).toBe('mark-0');
    await page.keyboard.press('End');
    expect(await page.locator('tr.chosen').innerText()).toContain('rolled back');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('row-11');
    await page.close();
  });
});

describe('lines that mean harm', () => {
  const PIECES = [
    '<script>globalThis.harmed = 1</script>',
    '<img src=x onerror="globalThis.harmed = 1">',
    '</script></noscript></pre><svg onload="globalThis.harmed = 1">',
    '"><a href="javascript:globalThis.harmed = 1" style="position:fixed;inset:0">click</a>',
    '<style>body{display:none}</style>',
    '&lt;b&gt; &#60;i&#62; {{globalThis.harmed = 1}} <!--answer-->',
    '\u202egnp.exe <iframe srcdoc="<script>parent.harmed = 1</script>"></iframe>',
    ']]> --> <base href="//evil.example/"> <meta http-equiv=refresh content="0;url=//evil.example">',
  ];

  const LINES = PIECES.map((text, index) => ({
    time: new Date(Date.UTC(2026, 10, 20, 9, 0, index)).toISOString(),
    level: 'error',
    request_id: 'req_harm0001',
    service: text,
    msg: text,
    method: 'GET',
    path: `/x?q=${text}`,
    code: text,
    status: 500,
    duration_ms: 30,
    [text]: text,
  }));

  /** What of a document is not made by the view itself. */
  const STRAY = `(() => {
    const known = new Set('html head meta title style body main script noscript nav button article header p span h1 h2 bdi div dl dt dd section ul ol li code b small table thead tbody tr th td footer'.split(' '));
    const allowed = new Set('class id role tabindex type scope hidden lang aria-label aria-labelledby aria-hidden aria-live aria-selected aria-activedescendant data-line data-theme http-equiv content charset name style'.split(' '));
    const all = [...document.querySelectorAll('*')];
    return [
      ...all.filter((each) => !known.has(each.localName)).map((each) => each.localName),
      ...all.flatMap((each) => [...each.attributes].filter(({ name }) => !allowed.has(name)).map(({ name }) => each.localName + '@' + name)),
      ...all.flatMap((each) => [...(each.getAttribute('style') ?? '').matchAll(/([\\w-]+):/g)].filter(([, name]) => !['inset-inline-start', 'width'].includes(name)).map(([, name]) => 'style ' + name)),
    ];
  })()`;

  test('are text, and leave nothing else in the page', async () => {
    const page = await browser.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const address = await paperOf('req_harm0001', logOf(LINES));
    await page.goto(address);
    expect(await page.locator('tbody tr').count()).toBe(LINES.length);
    expect(await page.locator('.line .words').allTextContents()).toEqual(
      PIECES.map((text) => text.replace('\u202e', '\\u202e')),
    );
    expect(await page.evaluate(STRAY)).toEqual([]);
    expect(await page.evaluate('globalThis.harmed')).toBeUndefined();
    expect(requests).toEqual([address]);
    await page.close();
  });

  test('are text in a host as well', async () => {
    const host = await AppsHost.open(browser, { args: ['--logs', logOf(LINES)] });
    await host.show('lookup_request', { request_id: 'req_harm0001' });
    await host.view.locator('tbody tr').first().waitFor();
    const frame = host.page.frames().at(-1);
    expect(host.page.frames()).toHaveLength(2);
    expect(await frame?.evaluate(STRAY)).toEqual([]);
    expect(await frame?.evaluate('globalThis.harmed')).toBeUndefined();
    await host.close();
  });

  test('would be stopped by the policy of the page, even if they were more', async () => {
    const page = await browser.newPage();
    await page.goto(await paperOf('req_xyz123'));
    await expect(page.evaluate("document.body.innerHTML = '<b>x</b>'")).rejects.toThrow(/TrustedHTML/);
    const handler = "document.body.setAttribute('onclick', 'globalThis.harmed = 1')";
    await expect(page.evaluate(handler)).rejects.toThrow(/TrustedScript/);
    const position =
      "document.body.setAttribute('style', 'position: fixed'), getComputedStyle(document.body).position";
    expect(await page.evaluate(position)).toBe('static');
    await page.close();
  });

  test('show what was redacted as redacted', async () => {
    const page = await browser.newPage();
    const lines = [
      {
        time: '2026-11-20T09:00:00Z',
        level: 'error',
        request_id: 'req_secret01',
        msg: 'denied',
        api_key: 'sk_live_51H8xYzAbCdEfGhIjKlMnOp',
      },
    ];
    await page.goto(await paperOf('req_secret01', logOf(lines)));
    expect(await page.locator('.value .redacted').allTextContents()).toEqual(['redacted']);
    await page.close();
  });
});
