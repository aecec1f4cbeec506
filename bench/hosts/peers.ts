import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Installs the peers that the lock file in `folder` pins, unless an earlier run did. */
export function installPeers(folder: string): void {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  const note = join(folder, 'node_modules', '.installed-from');
  if (existsSync(note) && readFileSync(note, 'utf8') === lock) return;
  process.stderr.write('installing the peers (about 80 MB)\n');
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  writeFileSync(note, lock);
}
