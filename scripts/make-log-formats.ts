/** Writes `docs/log-formats.md`, the formats of logs that are read: `npm run formats`. */
import { writeFileSync } from 'node:fs';
import { logFormatsPage } from './log-formats-page.ts';

writeFileSync('docs/log-formats.md', logFormatsPage());
