import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pictureOf } from './picture.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ENTRY = join(ROOT, 'dist', 'entry.cjs');

/** Draws what the README shows: real answers of the built program about the sample logs, in a terminal and as a page. */
writeFileSync(join(ROOT, 'docs', 'terminal.svg'), pictureOf(run));
drawPage('req_7f3kq9w2mx', join(ROOT, 'docs', 'timeline.png'));

/** @param {string[]} args */
function run(args) {
  return execFileSync(process.execPath, [ENTRY, ...args], {
    cwd: ROOT,
    env: { ...process.env, FORCE_COLOR: '1' },
    encoding: 'utf8',
  });
}

/**
 * The beginning of the page of a request, as Chromium shows it.
 *
 * @param {string} id
 * @param {string} picture the file that is written
 */
function drawPage(id, picture) {
  const folder = mkdtempSync(join(tmpdir(), 'picture-'));
  try {
    const page = join(folder, 'page.html');
    run(['lookup', id, '--logs', 'samples/logs', '--html', page]);
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      `--user-data-dir=${folder}`,
    ];
    const shot = ['--hide-scrollbars', '--window-size=900,830', `--screenshot=${picture}`, `file://${page}`];
    const chromium = process.env['CHROMIUM'] ?? 'chromium';
    const { status, error } = spawnSync(chromium, [...flags, ...shot], { stdio: 'ignore' });
    if (status !== 0)
      throw new Error(
        `${chromium} drew no picture of the page. Install it, or name it: CHROMIUM=/path npm run picture`,
        {
          cause: error,
        },
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
