import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, transform } from 'esbuild';
import { bundle, target } from './bundle.mjs';
import { noticesOf } from './third-party-notices.mjs';

const outdir = 'dist';
await rm(outdir, { recursive: true, force: true });
await mkdir(outdir);

const { outputFiles, metafile } = await bundle(outdir);

/**
 * Chunks exist for ES modules only, V8's code cache for CommonJS only: each chunk is turned into the latter. Names are
 * shortened while it is a module still, as in CommonJS esbuild takes top-level names for global ones and leaves them.
 */
for (const { path, text } of outputFiles) {
  const { code } = await transform(withExports(text), {
    format: 'cjs',
    platform: 'node',
    target,
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__url' },
    banner: text.includes('import.meta.url')
      ? 'const __url = require("node:url").pathToFileURL(__filename).href;'
      : '',
    minify: true,
    logLevel: 'warning',
  });
  // Fails where two chunks would have one name.
  await writeFile(join(outdir, shortName(basename(path))), shortName(withPlainCalls(code)), { flag: 'wx' });
}

/**
 * The names of chunks that belong to no one part, which stand in each other hundreds of times, as half of their hash.
 *
 * @param {string} text
 */
function shortName(text) {
  return text.replace(/(?<=^|"\.\/)chunk-(\w{4})\w{4}(?=\.cjs)/g, '$1');
}

/**
 * CommonJS in which a function of another module is called as `module.name(…)`, not as `(0,module.name)(…)`, which is there
 * so that it gets no `this`: what is exported here, or by Node.js, asks for none. Where such brackets may be the arguments
 * of a call, they stay.
 *
 * @param {string} code
 */
function withPlainCalls(code) {
  const modules = new Set([...code.matchAll(/([\w$]+)=require\("/g)].map(([, name]) => name));
  return code.replace(
    /(?<=[=,;:?&|!+*{}([<>-]|\.{3}|\b(?:return|await|yield|else|throw|case|typeof|void))\(0,([\w$]+)(\.[\w$]+)\)(?=\()/g,
    (all, module, name, at) => {
      if (!modules.has(module)) return all;
      return /[\w$]/.test(code[at - 1] ?? '') ? ` ${module}${name}` : `${module}${name}`;
    },
  );
}

/**
 * A module whose exports are written out: as esbuild turns them to CommonJS, every chunk has 400 bytes of helpers.
 * Getters, as a chunk may set later what it exports.
 *
 * @param {string} text
 */
function withExports(text) {
  const [, names] = /\bexport\s?\{([^{}]*)\};?\s*$/.exec(text) ?? [];
  if (names === undefined) return text;
  const getters = names.split(',').map((each) => {
    const [, own, name = own] = /^\s*([\w$]+)(?: as ([\w$]+))?\s*$/.exec(each) ?? [];
    return `${name}:()=>${own}`;
  });
  // Names that no getter may mean.
  const define = `{const __all={__esModule:()=>!0,${getters}};for(const __as in __all)Object.defineProperty(exports,__as,{get:__all[__as],enumerable:!0})}`;
  return text.replace(/\bexport\s?\{[^{}]*\};?\s*$/, () => define);
}

/** The entry is syntax that Node 12 parses; only then does it load the rest. */
await build({
  entryPoints: ['src/entry.ts'],
  outfile: `${outdir}/entry.cjs`,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node12',
  banner: { js: '#!/usr/bin/env node' },
  logLevel: 'warning',
});

await writeFile('THIRD-PARTY-NOTICES.txt', await noticesOf(metafile));
