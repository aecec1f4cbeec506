import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** License texts of packages that ship none, as they stand in the packages' repositories: `NAME.txt`. */
const KEPT = fileURLToPath(new URL('licenses', import.meta.url));
const LEGAL = /^(licen[cs]e|copying|notice)(\.|-|$)/i;
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const RULE = '-'.repeat(80);

/** Where a text that names the authors ends, and the terms begin. */
const TERMS = /^(?:Permission is hereby granted|Redistribution and use)/m;

/**
 * The licenses of the packages whose code is in a bundle, each with its full text: what they ask of whoever hands that
 * code on. Terms that several share word for word are printed once.
 *
 * @param {import('esbuild').Metafile} metafile of the bundle
 * @throws {Error} where a package has no license text
 */
export async function noticesOf({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs.flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? (PACKAGE.exec(path) ?? []) : [],
  );
  const notices = await Promise.all([...new Set(folders)].sort().map(noticeOf));
  const head = 'error-catalog-mcp contains code of the following packages, each under its own license.\n';
  return [head, ...sharing(notices)].join(`\n${RULE}\n\n`);
}

/**
 * Notices of which each names an earlier one where both have the same terms, however their lines are broken.
 *
 * @param {string[]} notices
 */
function sharing(notices) {
  const first = new Map();
  return notices.map((notice) => {
    const at = notice.search(TERMS);
    const terms = at === -1 ? notice : notice.slice(at).replaceAll(/\s+/g, ' ');
    const owner = first.get(terms);
    if (owner !== undefined)
      return `${notice.slice(0, at)}The terms are those of ${owner} above, word for word.\n`;
    first.set(terms, notice.split(' ', 1)[0]);
    return notice;
  });
}

/** @param {string} folder of an installed package */
async function noticeOf(folder) {
  const { name, version, license, homepage } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  const files = (await readdir(folder)).filter((file) => LEGAL.test(file)).sort();
  const kept = join(KEPT, `${name.replace('/', '__')}.txt`);
  const paths = files.length > 0 ? files.map((file) => join(folder, file)) : [kept];
  if (files.length === 0 && !existsSync(kept)) {
    throw new Error(
      `${name} is bundled but ships no license text. Copy that of its repository to ${kept}; without one, ` +
        `write the text of ${license} with the names of its authors.`,
    );
  }
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  const title = `${name} ${version} (${license})${homepage === undefined ? '' : `\n${homepage}`}`;
  return `${[title, ...texts.map(withoutMargins)].join('\n\n')}\n`;
}

/**
 * A text with its words as they are, but no blanks in front of lines and no two empty lines in a row.
 *
 * @param {string} text
 */
function withoutMargins(text) {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/^[ \t]+/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
