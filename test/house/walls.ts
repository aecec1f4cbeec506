import type { Import } from './imports.ts';

interface Room {
  /** Imports go down only: to a room on a lower floor. */
  floor: number;
  /** What may be imported from outside. Null: every file is a door. */
  doors: readonly string[] | null;
  /** Whether nothing in it reads, writes or calls out. */
  isPure?: boolean;
}

/**
 * The rooms of `src`, from the ground up. Three have a second door, so that what is light can be loaded without what is
 * heavy: `protocol/mcp.ts` brings the SDK, `catalog/files/files.ts` reads files, and `view/view.ts` holds the page.
 */
const ROOMS = {
  base: { floor: 0, doors: null, isPure: true },
  redact: { floor: 1, doors: ['redact/redact.ts'], isPure: true },
  catalog: { floor: 1, doors: ['catalog/catalog.ts', 'catalog/files/files.ts'], isPure: true },
  pasted: { floor: 2, doors: ['pasted/pasted.ts'], isPure: true },
  logs: { floor: 3, doors: ['logs/logs.ts'] },
  recognize: { floor: 4, doors: ['recognize/recognize.ts'], isPure: true },
  diagnose: { floor: 4, doors: ['diagnose/diagnose.ts'], isPure: true },
  import: { floor: 4, doors: ['import/import.ts'], isPure: true },
  view: { floor: 5, doors: ['view/view.ts', 'view/timeline.ts'], isPure: true },
  config: { floor: 5, doors: ['config/config.ts'] },
  check: { floor: 5, doors: ['check/check.ts'], isPure: true },
  tools: { floor: 5, doors: ['tools/tools.ts'] },
  protocol: { floor: 6, doors: ['protocol/protocol.ts', 'protocol/mcp.ts'] },
  services: { floor: 7, doors: null },
  cli: { floor: 8, doors: ['cli/cli.ts'] },
  server: { floor: 9, doors: [] },
  entry: { floor: 9, doors: [] },
} as const satisfies Readonly<Record<string, Room>>;

/** What the entry needs before anything else can be loaded: it belongs to no room. */
const BESIDE_THE_ENTRY = ['needed-node.ts', 'code-cache.ts'];

/** Folders that do I/O in a room that is pure otherwise. */
const WITH_IO = ['catalog/files/'];

const IO =
  /^(?:node:)?(?:fs|child_process|net|https?|http2|tls|dgram|dns|worker_threads|cluster|os|process|readline|tty|inspector)(?:\/|$)/;

/** What of some imports breaks a rule of the house, each as `rule: arrow`. */
export function breaches(imports: readonly Import[]): string[] {
  return imports.flatMap((each) => {
    const arrow = `${each.from} -> ${each.to ?? each.specifier}`;
    return [...wallsBroken(each), ...ioBroken(each), ...sdkBroken(each)].map((rule) => `${rule}: ${arrow}`);
  });
}

/** Rooms in which files of `src` stand that the house does not know. */
export function unknownRooms(files: readonly string[]): string[] {
  return [...new Set(files.filter((file) => !BESIDE_THE_ENTRY.includes(file)).map(nameOf))].filter(
    (name) => roomCalled(name) === undefined,
  );
}

function wallsBroken({ from, to }: Import): string[] {
  if (to === null || BESIDE_THE_ENTRY.includes(to) || !to.endsWith('.ts')) return [];
  const [here, there] = [nameOf(from), nameOf(to)];
  const [inner, outer] = [roomCalled(here), roomCalled(there)];
  if (here === there || inner === undefined || outer === undefined) return [];
  return [
    ...(outer.floor < inner.floor ? [] : ['an import goes up or sideways']),
    ...(outer.doors?.includes(to) === false ? ['an import passes by the door'] : []),
  ];
}

function ioBroken({ from, to, specifier }: Import): string[] {
  if (roomCalled(nameOf(from))?.isPure !== true || WITH_IO.some((folder) => from.startsWith(folder)))
    return [];
  const does = to === null ? IO.test(specifier) : WITH_IO.some((folder) => to.startsWith(folder));
  return does ? ['a pure room does I/O'] : [];
}

function sdkBroken({ from, specifier }: Import): string[] {
  const isAllowed = from.startsWith('protocol/') || from === 'server.ts';
  return !isAllowed && specifier.startsWith('@modelcontextprotocol/') ? ['only protocol/ knows the SDK'] : [];
}

function nameOf(file: string): string {
  return file.split('/')[0]?.replace(/\.ts$/, '') ?? '';
}

function roomCalled(name: string): Room | undefined {
  return Object.hasOwn(ROOMS, name) ? ROOMS[name as keyof typeof ROOMS] : undefined;
}
