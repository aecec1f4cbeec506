/** Writes the agent plugin and the lists that offer it: `npm run plugin`. Its skill is written by hand. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { offeredFiles } from './plugin-files.ts';

for (const [path, text] of Object.entries(offeredFiles())) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
