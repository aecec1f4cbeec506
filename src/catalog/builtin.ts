import type { BuiltinData, BuiltinEntry } from './builtin-schema.ts';
import { type Catalog, catalogOf } from './catalog.ts';
import { CODES, type Code } from './codes.ts';
import { apps } from './entries/apps.ts';
import { billing } from './entries/billing.ts';
import type { AreaEntries, EntryText } from './entries/entry.ts';
import { general } from './entries/general.ts';
import { idps } from './entries/idps.ts';
import { NEIGHBOURS } from './entries/neighbours.ts';
import { tokens } from './entries/tokens.ts';
import { webhooks } from './entries/webhooks.ts';
import { workspaces } from './entries/workspaces.ts';
import { type Confusable, entryOf } from './entry.ts';
import { AREAS, type Area } from './vocabulary.ts';

const TEXTS: { readonly [A in Area]: AreaEntries<A> } = {
  general,
  workspaces,
  apps,
  idps,
  billing,
  webhooks,
  tokens,
};

/** What the built-in catalog says of itself. */
export function builtinParts(): Omit<BuiltinData, 'errors'> {
  return {
    name: 'platform',
    version: '1',
    support: "Open an issue on the platform's GitHub with the request_id.",
  };
}

/** The entries of the platform's document, before they are checked. */
export function builtinEntries(): BuiltinEntry[] {
  return AREAS.flatMap((area) => {
    const texts: Readonly<Record<string, EntryText>> = TEXTS[area];
    return CODES[area].flatMap((code) => {
      const text = texts[code];
      if (text === undefined) return [];
      const surface = area === 'tokens' ? 'oauth' : 'api';
      return [{ code, area, surface, ...text, confusable_with: neighboursOf(code) } as const];
    });
  });
}

/** The catalog of the platform's document, before it is checked. */
export function builtinData(): BuiltinData {
  return { ...builtinParts(), errors: builtinEntries() };
}

/** The built-in catalog. That it fits its schema is tested, not checked anew at every start. */
export function builtinCatalog(): Catalog {
  const entries = builtinEntries().map((entry) => entryOf(entry));
  return catalogOf({ ...builtinParts(), entries, builtin: new Set(entries.map(({ code }) => code)) });
}

function neighboursOf(code: Code): Confusable[] {
  return NEIGHBOURS.flatMap(([one, other, check]) => {
    if (one === code) return [{ code: other, tell_apart: check }];
    if (other === code) return [{ code: one, tell_apart: check }];
    return [];
  });
}
