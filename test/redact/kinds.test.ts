import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SOURCES } from '../../src/redact/key-shapes.ts';
import { redactText } from '../../src/redact/redact.ts';
import { Dice } from '../logs/planted/dice.ts';

/**
 * The kinds of keys that issuers and the public rule sets of secret scanners document, as forms: `{letter:36}` stands
 * for 36 generated letters and digits. No key stands in the repository; each is built here.
 */
const KINDS = JSON.parse(readFileSync(new URL('kinds.json', import.meta.url), 'utf8')) as {
  /** Kind, form, and where the kind is documented. They have a shape of their own. */
  bare: [string, string, string][];
  /** Kind, and its form under its name. */
  named: [string, string][];
};

const SIGNS: Readonly<Record<string, string>> = {
  digit: '0123456789',
  hex: '0123456789abcdef',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  lower: 'abcdefghijklmnopqrstuvwxyz0123456789',
  letter: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-',
  dotted: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-',
};

const EACH = 8;

interface Key {
  text: string;
  /** The generated parts that are long enough to tell. */
  parts: string[];
}

function keyOf(form: string, dice: Dice): Key {
  const parts: string[] = [];
  const filled = form.replaceAll('{uuid}', '{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}');
  const text = filled.replace(/\{(\w+):(\d+)\}/g, (_, sign: string, count: string) => {
    const signs = SIGNS[sign] ?? '';
    let part = '';
    for (let at = 0; at < Number(count); at += 1) part += dice.pick([...signs]);
    // A generated key that ends in a mark would be one character shorter in any sentence.
    part = part.replace(/[^A-Za-z0-9]$/, 'x7'.charAt(part.length % 2));
    if (part.length >= 6) parts.push(part);
    return part;
  });
  return { text, parts };
}

/** How many of some keys of this form do not come out of the messages that hold them. */
function leaks(kind: string, form: string, messages: readonly ((text: string) => string)[]): string[] {
  const dice = new Dice([...kind].reduce((sum, char) => Math.imul(sum, 31) + char.charCodeAt(0), 17));
  return Array.from({ length: EACH }, () => keyOf(form, dice)).flatMap(({ text, parts }) =>
    messages.flatMap((message) => {
      const left = redactText(message(text));
      const seen = parts.find((part) => left.includes(part.slice(0, 10)) || left.includes(part.slice(-10)));
      return seen === undefined ? [] : [`${kind}: ${left}`];
    }),
  );
}

describe('keys of documented kinds', () => {
  const MESSAGES = [
    (text: string) => `request failed: ${text} was refused with 401`,
    (text: string) =>
      `{"message":"could not use ${text.replaceAll('"', '\\"').replaceAll('\n', '\\n')}","status":401}`,
  ];

  it('are hidden bare in a message, at least 98 % of those with a shape of their own', () => {
    const shown = KINDS.bare.filter(([kind, form]) => leaks(kind, form, MESSAGES).length > 0);
    const share = 1 - shown.length / KINDS.bare.length;
    expect(share, `shown: ${shown.map(([kind]) => kind).join(', ')}`).toBeGreaterThanOrEqual(0.98);
  });

  it('are hidden under their name, those without a shape of their own', () => {
    const all = KINDS.named.flatMap(([kind, form]) =>
      leaks(kind, form, [(text) => `loaded ${text} at start`]),
    );
    expect(all).toEqual([]);
  });

  it('are many, each with its source', () => {
    expect(KINDS.bare.length).toBeGreaterThanOrEqual(200);
    expect(KINDS.named.length).toBeGreaterThanOrEqual(70);
    expect(KINDS.bare.filter(([, , source]) => !(source in SOURCES))).toEqual([]);
  });
});
