import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtinEntries } from '../../../src/catalog/combine.ts';
import { codesOf, entriesOf, read } from './read.ts';

const DOCUMENT = readFileSync(new URL('../../fixtures/platform-error-codes.txt', import.meta.url), 'utf8');
const ALL = builtinEntries().map(({ code }) => code);

describe("the built-in catalog's document", () => {
  const { entries, unplaced } = read(DOCUMENT);

  it('gives exactly its codes, in its order', () => {
    expect(entries.map(({ data }) => data.code)).toEqual(ALL);
  });

  it('gives each code the text that stands in its line', () => {
    const lines = DOCUMENT.split('\n');
    for (const { data, line } of entries) expect(lines[(line ?? 0) - 1]).toMatch(`${data.code}`);
    for (const { data, line } of entries)
      expect(lines[(line ?? 0) - 1]?.endsWith(data.meaning ?? '-')).toBe(true);
  });

  it('parts a code from the inline code that ran into it', () => {
    const meanings = new Map(entries.map(({ data }) => [data.code, data.meaning]));
    expect(meanings.get('redirect_uri_localhost_only_dev')).toBe(
      'http://localhost dev-only (Pro+ allows override).',
    );
    expect(meanings.get('invalid_client')).toBe('client_id/secret wrong.');
  });

  it('gives the statuses of its tables, and none besides', () => {
    const known = new Map(
      builtinEntries().map(({ code, http_status: status, area }) => [code, { status, area }]),
    );
    for (const { data } of entries) {
      const { status, area } = known.get(String(data.code)) ?? {};
      expect([data.code, data.http_status]).toEqual([data.code, area === 'general' ? status : undefined]);
    }
  });

  it('notes the fields of the error body, which are no codes', () => {
    const reasons = new Map(unplaced.map(({ line, reason }) => [line, reason]));
    for (const line of [14, 15, 16]) expect(reasons.get(line)).toMatch('fields of an error body');
  });
});

describe('the built-in entries, written down again', () => {
  const written = builtinEntries().map(({ code, meaning, http_status: status, area }) => {
    return { code, meaning: String(meaning), status: [status ?? []].flat().join(', '), area: String(area) };
  });
  const expected = written.map(({ code, meaning, status }) => [code, meaning, status]);
  const found = (page: string) =>
    entriesOf(page).map((data) => [data.code, data.meaning, [data.http_status ?? []].flat().join(', ')]);

  it('are the same from a table', () => {
    const rows = written.map(
      ({ code, meaning, status }) => `| \`${code}\` | ${status} | ${meaning.replaceAll('|', '\\|')} |`,
    );
    expect(found(['| Code | HTTP status | Meaning |', '| --- | --- | --- |', ...rows].join('\n'))).toEqual(
      expected,
    );
  });

  it('are the same from a list', () => {
    const items = written.map(
      ({ code, meaning, status }) => `- \`${code}\`${status === '' ? '' : ` (${status})`} — ${meaning}`,
    );
    expect(found(['# Errors', '', ...items].join('\n'))).toEqual(expected);
  });

  it('are the same from headings, with their areas', () => {
    const areas = [...new Set(written.map(({ area }) => area))];
    const page = [
      '# Errors',
      ...areas.flatMap((area) => [
        `## ${area}`,
        ...written
          .filter((each) => each.area === area)
          .flatMap(({ code, meaning, status }) => [
            `### \`${code}\``,
            meaning,
            ...(status === '' ? [] : [`**HTTP status:** ${status}`]),
          ]),
      ]),
    ].join('\n\n');
    expect(found(page)).toEqual(expected);
    expect(entriesOf(page).map(({ area }) => area)).toEqual(written.map(({ area }) => area));
  });

  it('are found in a list as a browser copies it', () => {
    expect(codesOf(written.map(({ code, meaning }) => `  • ${code} — ${meaning}`).join('\n'))).toEqual(ALL);
  });
});
