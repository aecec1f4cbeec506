import { closeSync, openSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fileLog } from '../../../src/logs/file-log.ts';
import { CatchUp } from '../../../src/logs/index/catch-up.ts';
import { digest, IndexFolder, logIdentity } from '../../../src/logs/index/index-folder.ts';
import { LogIndex, type Region } from '../../../src/logs/index/log-index.ts';
import { leavingLinesOf, lineMayName, READ_ALWAYS } from '../../../src/logs/index/segment-builder.ts';
import { NO_ID_NAMES } from '../../../src/logs/line/ids.ts';
import { idHash } from '../../../src/logs/wasm/id-scanner.ts';
import { ownFirst, withinWorkspace } from '../../../src/logs/workspace.ts';
import { fc } from '../../support/chance.ts';
import { tempFolder } from '../files/temp-folder.ts';
import { newScanner } from '../wasm/scan-all.ts';

const OURS = 'Acme';
const AT_ONCE = { now: () => 0, sleep: () => Promise.resolve() };
const ALWAYS = idHash(READ_ALWAYS);

/** What is left of a text, with blanks at the ends of lines cut off. */
function left(text: string, workspace = OURS, atLine = true): string[] {
  const bytes = Buffer.from(text);
  leavingLinesOf(workspace)(bytes, atLine);
  expect(bytes).toHaveLength(Buffer.byteLength(text));
  return bytes
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

const line = (request_id: string, workspace?: string, more: object = {}) =>
  JSON.stringify({
    time: '2026-11-20T09:00:00Z',
    level: 'error',
    request_id,
    workspace,
    msg: 'it broke',
    ...more,
  });

describe('the lines of a workspace', () => {
  it.each<[string, string]>([
    ['JSON', line('req_1', 'acme')],
    ['another case', line('req_1', 'ACME')],
    ['an escape in the name', line('req_1', 'acme').replace('acme', '\\u0061cme')],
    ['another name of the field', line('req_1', undefined, { tenant_id: 'acme' })],
    ['a field of another object', line('req_1', undefined, { req: { workspace: 'acme' } })],
    ['text', '2026-11-20 09:00:00 ERROR it broke workspace=acme request_id=req_1'],
    ['a list of its own records', `[${line('req_1', 'acme')},${line('req_2', 'acme')}]`],
  ])('are left: %s', (_, text) => {
    expect(left(`${text}\n`)).toEqual([text, '']);
  });

  it.each<[string, string]>([
    ['of another', line('req_1', 'globex')],
    ['of none', line('req_1')],
    ['of another that speaks of it', line('req_1', 'globex', { msg: 'acme was refused' })],
    ['of another whose name holds its name', line('req_1', 'acme-2')],
    ['that has it in an inner object', line('req_1', undefined, { actor: { workspace: 'acme' } })],
    ['that has it in a path', line('req_1', undefined, { path: '/workspaces/acme/apps' })],
  ])('are not those %s', (_, text) => {
    expect(left(`${text}\n`)).toEqual(['', '']);
  });

  it('are marked where records of others stand on the same line, or it is too long to look at', () => {
    const shared = `[${line('req_1', 'acme')},${line('req_2', 'globex')}]`;
    expect(left(`${shared}\n${line('req_3', 'acme').repeat(2)}`)).toEqual([READ_ALWAYS, READ_ALWAYS]);
    expect(left(`the rest of a long line with acme\n${line('req_1', 'acme')}\n`, OURS, false)).toEqual([
      '',
      line('req_1', 'acme'),
      '',
    ]);
  });

  it('may be any where it is not known how the name of the workspace is written', () => {
    expect(lineMayName('acme')(Buffer.from('of globex'))).toBe(false);
    for (const name of ['1000', 'a"b', 'münchen'])
      expect(lineMayName(name)(Buffer.from('of globex'))).toBe(true);
  });
});

/** Logs with the index of the lines of a workspace, and with that of all lines. */
async function opened(...paths: string[]) {
  const folder = new IndexFolder(join(await tempFolder(), 'index'));
  const ownFolder = new IndexFolder(folder.folderOfLinesOf(OURS));
  for (const [each, workspace] of [
    [folder, null],
    [ownFolder, OURS],
  ] as const) {
    const catchUp = new CatchUp(each, newScanner(), workspace);
    for (const task of (await catchUp.plan(paths, 1)).tasks) await catchUp.run(task, () => {});
  }
  const index = new LogIndex(ownFolder, ALWAYS);
  const wants = lineMayName(OURS);
  const files = {
    own: fileLog({ paths, index, wants }),
    log: fileLog({ paths, index: new LogIndex(folder) }),
  };
  const [path = ''] = paths;
  return {
    /** What people of the workspace are answered, with the index and without. */
    fast: withinWorkspace(ownFirst(files, [], OURS, NO_ID_NAMES), OURS, { clock: AT_ONCE }),
    slow: withinWorkspace(fileLog({ paths }), OURS, { clock: AT_ONCE }),
    /** What is read of the first, plain log for an id. */
    regions(id: string): Region[] {
      const file = openSync(path, 'r');
      const log = { file, size: statSync(path).size, identity: logIdentity(file) };
      const coverage = index.cover(log, [idHash(id) ?? 0]);
      closeSync(file);
      expect(coverage.end).toBe(log.size);
      return coverage.regions;
    },
  };
}

const idOf = (request: number) => `req_${(request * 7_919).toString(16).padStart(8, '0')}`;

/** What makes a log, also a compressed one, long enough for an index. */
const FILLER = Array.from(
  { length: 400 },
  (_, at) => `${line(`req_f${digest(Buffer.from(`${at}`))}`)}\n`,
).join('');

/** Lines of up to 40 requests, of three workspaces or of none, in several dresses. */
const logs = fc
  .array(
    fc.record({
      request: fc.nat(39),
      other: fc.nat(39),
      workspace: fc.constantFrom('acme', 'ACME', 'globex', 'initech', undefined),
      dress: fc.constantFrom('json', 'json', 'text', 'list', 'escaped', 'mention', 'trace'),
    }),
    { minLength: 40, maxLength: 120 },
  )
  .map((all) =>
    all.map(({ request, other, workspace, dress }) => {
      const plain = line(idOf(request), workspace);
      if (dress === 'text')
        return `2026-11-20 09:00:00 ERROR it broke request_id=${idOf(request)}${workspace === undefined ? '' : ` workspace=${workspace}`}`;
      if (dress === 'list') return `[${plain},${line(idOf(other), 'globex')}]`;
      if (dress === 'escaped') return plain.replace('acme', '\\u0061cme');
      if (dress === 'mention') return line(idOf(request), workspace, { parent_id: idOf(other) });
      if (dress === 'trace') return `${plain.replace('{', 'ERROR {')}\n    at handler (/app/index.js)`;
      return plain;
    }),
  )
  .map((lines) => `${FILLER}${lines.join('\n')}\n`);

describe('a lookup by the index of the lines of a workspace', () => {
  it('answers as one that reads everything, of plain and of compressed logs', async () => {
    await fc.assert(
      fc.asyncProperty(logs, async (text) => {
        const folder = await tempFolder();
        const [plain, compressed] = [join(folder, 'a.log'), join(folder, 'b.log.gz')];
        await writeFile(plain, text);
        await writeFile(compressed, gzipSync(text.replaceAll('it broke', 'it broke again')));
        const { fast, slow } = await opened(plain, compressed);
        for (let request = 0; request < 40; request += 2)
          expect(await fast.find(idOf(request))).toEqual(await slow.find(idOf(request)));
      }),
      { numRuns: 3 },
    );
  });

  it('reads the same for a request of another workspace as for one that there is not', async () => {
    const path = join(await tempFolder(), 'a.log');
    const block = (at: number) => [
      line('req_5pread77', 'globex', { msg: 'x'.repeat(60_000) }),
      line(`req_ours${at}`, 'acme', { parent_id: `req_parent${at}` }),
      line(`req_theirs${at}`, 'globex', { msg: 'acme is spoken of' }),
      `[${line(`req_shared${at}`, 'globex')},${line(`req_with${at}`, 'acme')}]`,
    ];
    await writeFile(path, `${Array.from({ length: 20 }, (_, at) => block(at).join('\n')).join('\n')}\n`);
    const { regions } = await opened(path);
    const absent = regions('req_nobody1');
    for (const id of ['req_5pread77', 'req_theirs3', 'req_shared3']) expect(regions(id), id).toEqual(absent);
    const short = join(await tempFolder(), 'b.log');
    await writeFile(short, `${block(1).slice(0, 3).join('\n')}\n`.repeat(3));
    const own = await opened(short);
    expect(own.regions('req_nobody1')).toEqual([]);
    expect(own.regions('req_5pread77')).toEqual([]);
    for (const id of ['req_ours1', 'req_parent1']) expect(own.regions(id), id).not.toEqual([]);
  });
});
