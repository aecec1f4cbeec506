import type { Dialect, Fields, Frame, Http, Level, Said, Speaker, Thrown } from './dialects/dialect.ts';
import { APP_DIALECTS, EDGE_DIALECTS } from './dialects/dialects.ts';
import type { Fact, Never } from './judge.ts';
import { ID_STYLES, Random } from './random.ts';
import { BROWSER, CLIENTS, REGIONS, WORKSPACES } from './world.ts';

/** Arguments of `lookup_request`. */
export interface Call {
  request_id?: string;
  method?: string;
  path?: string;
  status?: string;
  code?: string;
  workspace?: string;
  text?: string;
  since?: string;
  until?: string;
  limit?: number;
}

/** What a kind of incident makes of a scene: the question, and what is to be said about it. */
export interface Told {
  call: Call;
  /** What a person would grep for; the id of the call if left out. */
  grep?: string;
  facts: Fact[];
  never: Never[];
}

/** Every kind belongs to one of these. */
export const HALVES = ['a', 'b', 'c', 'd'] as const;
export type Half = (typeof HALVES)[number];
/** Nothing is tuned on its kinds, which were written without a look at the program; null while none is held out. */
export const HELD_OUT: Half | null = null;

/** A kind of incident. */
export interface Kind {
  name: string;
  half: Half;
  /** Lets the services log what happened. */
  tell(scene: Scene): Told;
}

export interface Client {
  ip: string;
  agent: string;
}

/** A service with its own file in its own dialect. */
export interface Voice {
  speaker: Speaker;
  dialect: Dialect;
  file: string;
  /** What it said in the story, in the order of its saying. */
  entries: { at: number; text: string }[];
}

/** More of what a service says, beside its words. */
export interface More {
  id?: string | undefined;
  trace?: string | undefined;
  level?: Level;
  fields?: Fields;
  thrown?: Thrown;
}

/** A request that the edge and the API log. */
export interface Exchange {
  id: string;
  /** When it began, in milliseconds from the scene's start. */
  at?: number;
  method: string;
  path: string;
  status: number;
  ms?: number;
  code?: string | undefined;
  message?: string | undefined;
  fields?: Fields;
  workspace?: string;
  client?: Client;
  /** What the edge saw, where that is something else; `false` if it saw nothing. */
  edge?: { status?: number; ms?: number; flags?: string; headers?: Fields } | false;
  /** `false` if it never came as far as the API. */
  api?: false;
  thrown?: Thrown;
  trace?: string;
}

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 8, 1);
/** Names of the id's field and of the code's are the platform's; each incident has another platform. */
const CODE_FIELDS = ['code', 'error_code', 'errorCode', 'err_code'] as const;

/** Where an incident plays: one workspace, one client, services that log, and a time at which it begins. */
export class Scene {
  readonly random: Random;
  readonly start: number;
  readonly workspace: string;
  /** Workspaces that are not the incident's. */
  readonly others: readonly string[];
  readonly client: Client;
  readonly region: string;
  readonly voices = new Map<string, Voice>();
  /** The codes that the story's lines name. */
  readonly codes = new Set<string>();
  /** Told by a kind whose question would also find failures of healthy traffic. */
  noFailuresInNoise = false;
  readonly #newId: (random: Random) => string;
  readonly #codeField: string;
  readonly #dialects: Dialect[];

  constructor(seed: string) {
    this.random = new Random(seed);
    const { random } = this;
    this.start = FIRST_DAY + random.int(0, 79) * DAY_MS + random.int(7 * 3_600_000, 15 * 3_600_000);
    const [workspace = '', ...others] = random.shuffled(WORKSPACES);
    this.workspace = workspace;
    this.others = others;
    this.client = random.pick(CLIENTS);
    this.region = random.pick(REGIONS);
    this.#newId = ID_STYLES[random.pick(Object.keys(ID_STYLES))] ?? (() => '');
    this.#codeField = random.pick(CODE_FIELDS);
    this.#dialects = random.shuffled(APP_DIALECTS);
    // The two that see all traffic come first, so that every incident has them.
    this.voice('edge');
    this.voice('api');
  }

  get browser(): Client {
    return { ip: this.client.ip, agent: BROWSER };
  }

  /** A time of the story, so many milliseconds after its start, as services write it in a field. */
  stamp(after = 0): string {
    return `${new Date(this.start + after).toISOString().slice(0, 19)}Z`;
  }

  /** A request id as this platform spells them. */
  newId(random = this.random): string {
    return this.#newId(random);
  }

  /** A name such as `app_4kx…`. */
  newName(prefix: string, length = 10): string {
    return `${prefix}_${this.random.chars(length)}`;
  }

  /** The service of this name, with a dialect of its own. */
  voice(service: string): Voice {
    const known = this.voices.get(service);
    if (known !== undefined) return known;
    const { random } = this;
    const dialect =
      service === 'edge' ? random.pick(EDGE_DIALECTS) : (this.#dialects.pop() ?? random.pick(APP_DIALECTS));
    const speaker = {
      service,
      host: `${service}-${random.hex(5)}-${random.chars(5)}`,
      pid: random.int(7, 900),
    };
    const voice: Voice = { speaker, dialect, file: `${service}.${dialect.ending}`, entries: [] };
    this.voices.set(service, voice);
    return voice;
  }

  /** Lets a service say something, so many milliseconds after the start. */
  log(service: string, at: number, level: Level, message: string, more: More = {}): void {
    this.#say(service, { ...more, at: this.start + Math.round(at), level, message });
  }

  /** Words of the deepest service that explain the ending, with the workspace as a field. */
  explain(service: string, at: number, level: Level, message: string, id: string, fields: Fields = {}): void {
    this.log(service, at, level, message, { id, fields: { workspace: this.workspace, ...fields } });
  }

  /** The lines that every request leaves: the API's and the edge's. Returns its id. */
  exchange(exchange: Exchange): string {
    const { id, at = 0, method, path, status, code, message, edge } = exchange;
    const ms = exchange.ms ?? this.random.int(12, 180);
    const client = exchange.client ?? this.client;
    const http: Http = { method, path, status, ms, ...client, bytes: this.random.int(90, 4_000) };
    if (exchange.api !== false) {
      if (code) this.codes.add(code);
      const level = status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info';
      this.#say('api', {
        at: this.start + at + ms,
        level,
        message: status >= 500 ? 'request errored' : 'request completed',
        id,
        trace: exchange.trace,
        http,
        thrown: exchange.thrown,
        fields: {
          workspace: exchange.workspace ?? this.workspace,
          ...(code && { [this.#codeField]: code }),
          ...(message && { error: message }),
          ...exchange.fields,
        },
      });
    }
    if (edge !== false) {
      const seen = { ...http, status: edge?.status ?? status, ms: edge?.ms ?? ms + 2 };
      const more = {
        ...(edge?.flags && { flags: edge.flags }),
        ...(edge?.headers && { headers: edge.headers }),
      };
      this.#say('edge', {
        at: this.start + at + seen.ms,
        level: seen.status >= 500 ? 'error' : 'info',
        message: 'request',
        id,
        http: { ...seen, ...more },
      });
    }
    return id;
  }

  #say(service: string, said: Said): void {
    const { dialect, speaker, entries } = this.voice(service);
    entries.push({ at: said.at, text: dialect.print(said, speaker) });
  }
}

/** Frames as `call file:line`, innermost first. */
export function frames(...lines: string[]): Frame[] {
  return lines.map((line) => {
    const [call = '', place = ''] = line.split(' ');
    const [file = '', number = '0'] = place.split(':');
    return { call, file, line: Number(number) };
  });
}
