import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LineData } from '../../src/view/answers.ts';
import { paper } from '../../src/view/view.ts';
import { freshFolder } from '../support/server.ts';
import { type Browser, HERE, openBrowser, type Page } from './browser.ts';
import { logOf, longRequest, paperOf } from './papers.ts';

/**
 * How the view looks, beside small pictures that a person looked at: `UPDATE_LOOKS=1 npm run test:view looks` makes them
 * anew. They are a quarter as wide as the page, in grays, so that small differences in how letters are drawn do not count.
 */

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const HEIGHT = 1_000;
const LOOKS = join(HERE, 'looks');

/** How much of a picture may differ. On the same system nothing does. */
const TOLERANCE = 0.03;

/** Loads a picture and gives its pixels in grays, a quarter as wide and high. */
const SMALL = `async (address) => {
  const image = await createImageBitmap(await (await fetch(address)).blob());
  const [width, height] = [Math.round(image.width / 4), Math.round(image.height / 4)];
  const canvas = new OffscreenCanvas(width, height);
  const drawing = canvas.getContext('2d');
  drawing.filter = 'grayscale(1)';
  drawing.drawImage(image, 0, 0, width, height);
  return canvas;
}`;

/** A screenshot as the small picture that is kept, as PNG. */
async function small(page: Page, screenshot: Buffer): Promise<Buffer> {
  const address = `data:image/png;base64,${screenshot.toString('base64')}`;
  const bytes = await page.evaluate<number[]>(
    `(${SMALL})(${JSON.stringify(address)}).then(async (canvas) => [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())])`,
  );
  return Buffer.from(bytes);
}

/** How much of two small pictures differs, from 0 to 1, in squares of 8 pixels; those of other sizes differ wholly. */
async function difference(page: Page, one: Buffer, other: Buffer): Promise<number> {
  const squares = (png: Buffer) =>
    `fetch('data:image/png;base64,${png.toString('base64')}').then((got) => got.blob()).then(createImageBitmap).then((image) => {
      const { width, height } = image;
      const drawing = new OffscreenCanvas(width, height).getContext('2d');
      drawing.drawImage(image, 0, 0);
      const { data } = drawing.getImageData(0, 0, width, height);
      const means = [];
      for (let y = 0; y + 8 <= height; y += 8) for (let x = 0; x + 8 <= width; x += 8) {
        let sum = 0;
        for (let at = 0; at < 64; at += 1) sum += data[4 * ((y + (at >> 3)) * width + x + (at & 7))];
        means.push(sum / 64);
      }
      return means;
    })`;
  return await page.evaluate<number>(
    `Promise.all([${squares(one)}, ${squares(other)}]).then(([a, b]) =>
      a.length === b.length ? a.filter((mean, index) => Math.abs(mean - b[index]) > 10).length / a.length : 1)`,
  );
}

/** The fonts that Debian's Chromium always brings, so that lines break alike everywhere. */
const FONTS =
  "document.documentElement.style.setProperty('--font-sans', 'DejaVu Sans'); document.documentElement.style.setProperty('--font-mono', 'DejaVu Sans Mono')";

/** The address of a page with an answer that stays the same, whatever is concluded from logs today. */
function kept(name: 'failed' | 'long'): string {
  const failed = JSON.parse(readFileSync(join(LOOKS, 'failed.json'), 'utf8'));
  const data = name === 'failed' ? failed : { ...failed, lines: manyLines(LONG), total: LONG };
  const file = join(freshFolder(), `${name}.html`);
  writeFileSync(file, paper({ data, text: '' }));
  return `file://${file}`;
}

/** How many lines the long answer has. */
const LONG = 300;

function manyLines(many: number): LineData[] {
  return Array.from({ length: many }, (_, index) => ({
    time: new Date(Date.UTC(2026, 10, 20, 9, 0, 0, index * 7)).toISOString(),
    level: index % 97 === 96 ? 'error' : index % 31 === 30 ? 'warn' : 'info',
    service: ['edge', 'api', 'billing', 'ledger', 'mailer'][index % 5],
    message: `step ${index}`,
    source: `app.ndjson:${index + 1}`,
  }));
}

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([
    ['failed', 380],
    ['failed', 760],
    ['failed', 1_200],
    ['long', 760],
  ] as const)('%s, %d pixels wide, looks as it did', async (name, width) => {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: HEIGHT } });
    await page.goto(kept(name));
    await page.evaluate(FONTS);
    const last = name === 'long' ? LONG - 1 : 0;
    await page.locator(`#mark-${last}`).waitFor({ state: 'attached' });
    await page.locator(`#row-${last}`).waitFor({ state: 'attached' });
    const screenshot = await page.screenshot();
    // A page that lost its lanes must differ more than is tolerated.
    await page.evaluate("document.querySelector('.timeline').style.display = 'none'");
    const without = await page.screenshot();
    await page.close();

    const bench = await browser.newPage();
    const now = await small(bench, screenshot);
    const file = join(LOOKS, `${name}-${width}-${colorScheme}.png`);
    if (process.env['UPDATE_LOOKS'] !== undefined || !existsSync(file)) {
      mkdirSync(LOOKS, { recursive: true });
      writeFileSync(file, now);
      if (process.env['UPDATE_LOOKS'] === undefined)
        throw new Error(`${file} is new: look at it, and keep it.`);
    }
    expect(await difference(bench, now, readFileSync(file))).toBeLessThan(TOLERANCE);
    expect(await difference(bench, now, await small(bench, without))).toBeGreaterThan(TOLERANCE);
    await bench.close();
  });
});

/** A page that shows the same lines in a bare table, and nothing else, as HTML. */
const BARE = `<!doctype html><meta charset="utf-8"><table>${longRequest(1_000)
  .map(
    (line) =>
      `<tr>${Object.values(line)
        .map((value) => `<td>${value}</td>`)
        .join('')}</tr>`,
  )
  .join('')}</table>`;

/** Milliseconds from the beginning of each page until it is first drawn, in turns; the least of some. */
async function drawn(page: Page, addresses: readonly string[]): Promise<number[]> {
  const least = addresses.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < 7; round += 1) {
    for (const [index, address] of addresses.entries()) {
      await page.goto(address);
      least[index] = Math.min(least[index] ?? 0, await page.evaluate<number>(FIRST_FRAME));
    }
  }
  return least;
}

const FIRST_FRAME = `new Promise((resolve) => {
  const [{ responseEnd }] = performance.getEntriesByType('navigation');
  new PerformanceObserver((list) => resolve(list.getEntries()[0].startTime - responseEnd)).observe({ type: 'paint', buffered: true });
})`;

/** The addresses of two pages that show the same thousand lines: the view, and a bare table. */
async function longPages(): Promise<[view: string, bare: string]> {
  const logs = logOf(longRequest(1_000));
  const bare = join(logs, 'bare.html');
  writeFileSync(bare, BARE);
  return [await paperOf('req_long0001', join(logs, 'app.ndjson')), `file://${bare}`];
}

test('draws a thousand lines in less than twice what a bare table of them takes', { retry: 2 }, async () => {
  const page = await browser.newPage({ viewport: { width: 1_000, height: HEIGHT } });
  const [view, bare] = await longPages();
  const [ours = 0, peer = 0] = await drawn(page, [view, bare]);
  await page.goto(view);
  await page.locator('#row-999').waitFor();
  expect(await page.locator('[role=option]').count()).toBe(1_000);
  expect(await page.locator('tbody tr').count()).toBe(1_000);
  process.stderr.write(`1,000 lines: ${ours.toFixed(0)} ms, as a bare table ${peer.toFixed(0)} ms\n`);
  expect(ours / peer).toBeLessThan(2);
  await page.close();
});

/** What so many turns of the wheel cost the page: frames drawn and late, styles and layouts, processor ms of its thread. */
async function scrolled(page: Page, address: string, turns: number) {
  await page.goto(address);
  await page.mouse.move(500, HEIGHT - 100);
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const metrics = async () => {
    const { metrics } = await devTools.send('Performance.getMetrics');
    return new Map(metrics.map(({ name, value }) => [name, value]));
  };
  // The first turn may still draw what was not in sight.
  await page.mouse.wheel(0, 100);
  await page.evaluate(NEXT_FRAMES);
  const before = await metrics();
  await page.evaluate(WATCH_FRAMES);
  for (let turn = 0; turn < turns; turn += 1) await page.mouse.wheel(0, 100);
  await page.evaluate(NEXT_FRAMES);
  const { drawn, late } = await page.evaluate<{ drawn: number; late: number }>('frames()');
  const after = await metrics();
  const gain = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  const ms = 1_000 * gain('TaskDuration');
  return { drawn, late, layouts: gain('LayoutCount'), styles: gain('RecalcStyleCount'), ms };
}

const NEXT_FRAMES =
  'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve))))';

/** A frame is late if the one before it was drawn more than one and a half sixtieths of a second earlier. */
const WATCH_FRAMES = `(() => {
  const times = [];
  let isWatched = true;
  const watch = (time) => { times.push(time); if (isWatched) requestAnimationFrame(watch); };
  requestAnimationFrame(watch);
  globalThis.frames = () => {
    isWatched = false;
    return { drawn: times.length, late: times.filter((time, at) => at > 0 && time - times[at - 1] > 25).length };
  };
})()`;

test('scrolls through a thousand lines without laying them out anew for each frame', async () => {
  const page = await browser.newPage({ viewport: { width: 1_000, height: HEIGHT } });
  const [view, bare] = await longPages();
  const turns = 120;
  const ours = await scrolled(page, view, turns);
  const peer = await scrolled(page, bare, turns);
  process.stderr.write(
    `${turns} turns of the wheel: ${JSON.stringify(ours)}, a bare table: ${JSON.stringify(peer)}\n`,
  );
  expect(ours.drawn).toBeGreaterThan(0);
  expect(ours.layouts).toBeLessThan(turns / 4);
  await page.close();
});
