import {
  appendFileSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The ways in which logs are rotated; each keeps every line that was written. */
export const ROTATIONS = {
  'rename and create': (log: LiveLog) => renameSync(log.path, log.nextName()),
  'copy and truncate': (log: LiveLog) => {
    copyFileSync(log.path, log.nextName());
    truncateSync(log.path, 0);
  },
  'rename and compress': (log: LiveLog) => {
    const name = log.nextName();
    renameSync(log.path, name);
    // As gzip does: the compressed file is there before the other one goes.
    writeFileSync(`${name}.gz.tmp`, gzipSync(readFileSync(name)));
    renameSync(`${name}.gz.tmp`, `${name}.gz`);
    rmSync(name);
  },
  'number upwards': (log: LiveLog) => {
    const numbers = readdirSync(log.folder).flatMap((name) => /^app\.log\.(\d+)$/.exec(name)?.[1] ?? []);
    for (const number of numbers.map(Number).sort((a, b) => b - a))
      renameSync(`${log.path}.${number}`, `${log.path}.${number + 1}`);
    renameSync(log.path, `${log.path}.1`);
  },
} as const;

/** A log that goes on being written, each line with an id of its own. */
export class LiveLog {
  readonly folder: string;
  readonly path: string;
  readonly ids: string[] = [];
  #rotated = 0;

  constructor(folder: string) {
    this.folder = folder;
    this.path = join(folder, 'app.log');
    writeFileSync(this.path, '');
  }

  /** Writes so many lines, and gives the id of the last. */
  write(lines: number): string {
    let text = '';
    for (let line = 0; line < lines; line += 1) {
      const id = `req_${(Math.imul(this.ids.length + 1, 0x9e3779b1) >>> 0).toString(16)}x${this.ids.length}`;
      this.ids.push(id);
      text += `${JSON.stringify({ time: new Date().toISOString(), level: 'info', request_id: id, msg: 'x'.repeat(this.ids.length % 300) })}\n`;
    }
    appendFileSync(this.path, text);
    return this.ids.at(-1) ?? '';
  }

  nextName(): string {
    this.#rotated += 1;
    return `${this.path}.${100_000 - this.#rotated}`;
  }
}
