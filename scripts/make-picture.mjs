import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pictureOf } from './picture.mjs';

/** Draws what the README shows: real answers of the built program about the sample logs. */
writeFileSync(new URL('../docs/terminal.svg', import.meta.url), pictureOf(run));

/** @param {string[]} args */
function run(args) {
  const entry = fileURLToPath(new URL('../dist/entry.cjs', import.meta.url));
  return execFileSync(process.execPath, [entry, ...args], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, FORCE_COLOR: '1' },
    encoding: 'utf8',
  });
}
