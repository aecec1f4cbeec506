/**
 * The program's entry. It parses on any Node since 12, so that an old one is told what is wanted
 * instead of showing a syntax error.
 */
import fs from 'fs';
import path from 'path';
import { cacheFolderIn, loadCached } from './code-cache.ts';
import { NEEDED_NODE } from './needed-node.ts';

const { execPath, versions } = process;

if (Number(versions.node.split('.')[0]) < NEEDED_NODE) {
  process.stderr.write(
    `error-catalog-mcp needs Node.js ${NEEDED_NODE} or newer, but this is Node.js ${versions.node} (${execPath}). ` +
      'Install a newer one, or give the host the full path of a newer one as its command.\n',
  );
  process.exit(1);
}

// A link to this file may stand elsewhere, and Node be told not to follow it.
const folder = path.dirname(fs.realpathSync(__filename));
loadCached(path.join(folder, 'server.cjs'), cacheFolderIn(folder));
