import { builtinCatalog } from '../../src/catalog/combine.ts';
import type { Diagnosis, Given } from '../../src/diagnose/diagnose.ts';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { Finding } from '../../src/diagnose/rule.ts';
import type { LogLine } from '../../src/logs/log.ts';

/** The moment at which every test is diagnosed. */
export const NOW = Date.parse('2026-11-20T10:00:00Z');

const { get } = builtinCatalog();

/** What is known of an error of the built-in catalog, or of one that it does not hold. */
function facts(code: string, given: Partial<Given> = {}): Given {
  return {
    entry: get(code) ?? { code, rejects: null, by_message: [] },
    value: null,
    text: code,
    lines: [],
    now: NOW,
    ...given,
  };
}

export function line(given: Partial<LogLine> = {}): LogLine {
  return { time: '2026-11-20T09:59:00Z', source: 'api.ndjson:1', ...given };
}

export async function findings(code: string, given: Partial<Given> | string = {}): Promise<Finding[]> {
  return (await diagnosis(code, given)).findings;
}

export function diagnosis(code: string, given: Partial<Given> | string = {}): Promise<Diagnosis> {
  return diagnose(facts(code, typeof given === 'string' ? { value: given } : given));
}

/** All messages in one text, for what must or must not stand in any of them. */
export async function said(code: string, given: Partial<Given> | string = {}): Promise<string> {
  return (await findings(code, given)).map(({ message }) => message).join('\n');
}

export async function suggestion(
  code: string,
  given: Partial<Given> | string = {},
): Promise<string | undefined> {
  const found = await findings(code, given);
  return found.find((finding) => finding.suggestion !== undefined)?.suggestion;
}

/** A JWT with the given header and claims and a signature that nobody made. */
export function jwt(header: object, claims: object, signature = 'A'.repeat(43)): string {
  const parts = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return `${parts.join('.')}.${signature}`;
}
