/*
 * V8's code cache for the program's chunks, kept beside them: what is compiled once is not compiled at the next
 * start. For Node.js before 22, which has no `module.enableCompileCache` yet.
 */
import fs from 'fs';
import path from 'path';
import { Script } from 'vm';

interface Chunk {
  source: Buffer;
  script: Script;
  cacheFile: string;
}

/**
 * Loads a CommonJS file and, through its `require('./…')`, the chunks beside it.
 *
 * @param cacheFolder is made when the process ends, if what was compiled is not kept there yet; a folder that cannot
 * be written is no error
 */
export function loadCached(file: string, cacheFolder: string): unknown {
  const folder = path.dirname(file);
  const loaded = new Map<string, { exports: unknown }>();
  const compiled: Chunk[] = [];

  function load(name: string): unknown {
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const filename = path.join(folder, name);
    const source = fs.readFileSync(filename);
    const cacheFile = path.join(cacheFolder, `${name}-${process.version}-${process.arch}`);
    const cachedData = readCache(cacheFile, source);
    const text = `(function(exports,require,module,__filename,__dirname){${source.toString('utf8')}\n})`;
    const script = new Script(text, { filename, ...(cachedData !== undefined && { cachedData }) });
    if (cachedData === undefined || script.cachedDataRejected) compiled.push({ source, script, cacheFile });
    const module = { exports: {} as unknown };
    loaded.set(name, module);
    script.runInThisContext()(module.exports, requireFrom, module, filename, folder);
    return module.exports;
  }

  function requireFrom(id: string): unknown {
    return id.startsWith('./') ? load(path.basename(id)) : require(id);
  }

  // At the end, so that functions that were compiled on their first call are kept too.
  process.on('exit', () => {
    for (const chunk of compiled) writeCache(chunk);
  });
  return load(path.basename(file));
}

/**
 * What was compiled of `source`. V8 itself does not notice damage, nor another source of the same length: a cache file
 * holds the source, and twice what was compiled. To compare is quicker than to load what computes digests.
 */
function readCache(file: string, source: Buffer): Buffer | undefined {
  try {
    const content = fs.readFileSync(file);
    const rest = content.subarray(source.length);
    const data = rest.subarray(0, rest.length / 2);
    const isIntact =
      content.subarray(0, source.length).equals(source) && data.equals(rest.subarray(data.length));
    return isIntact && data.length > 0 ? data : undefined;
  } catch (_) {
    return undefined;
  }
}

function writeCache({ source, script, cacheFile }: Chunk): void {
  const written = `${cacheFile}.${process.pid}`;
  try {
    const data = script.createCachedData();
    fs.mkdirSync(path.dirname(cacheFile), { recursive: true });
    fs.writeFileSync(written, Buffer.concat([source, data, data]));
    fs.renameSync(written, cacheFile);
  } catch (_) {
    // The next start compiles again.
    fs.rmSync(written, { force: true });
  }
}
