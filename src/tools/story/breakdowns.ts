import { DAY } from '../../base/time.ts';
import type { LogLine } from '../../logs/logs.ts';
import { quoted } from '../../redact/redact.ts';
import {
  AS_FOUND,
  amount,
  type Evidence,
  type Fact,
  fact,
  first,
  firstLine,
  lastOf,
  type Rule,
} from './evidence.ts';
import { GONE, isSafe } from './outcome.ts';
import {
  byVoice,
  CIRCUIT_OPEN,
  endOf,
  isKilled,
  isOfEdge,
  isTroubled,
  isVersion,
  readBehind,
  reasonOfProxy,
  saysDone,
  tellsOfLeaving,
  UNRESOLVED,
  WENT_AROUND,
} from './said.ts';

/** Facts about what broke down while a call was carried out, and about those who should have answered. */

/** A webhook's endpoint that does not answer as it must. */
export const probe: Rule = (evidence) => {
  const found = firstLine(
    evidence,
    /\banswered (?:the )?HEAD (?:request )?with (\d{3})|\bHEAD (?:request |probe )?(?:to \S{1,200} )?(?:returned|answered|failed with|got|->|=>|:) ?(\d{3})/i,
  );
  const status = found?.match[1] ?? found?.match[2] ?? null;
  if (found === null || status === null) return [];
  const allow = first(evidence, /^allow(?:ed|edmethods)?$/, found.line);
  return [
    fact(
      `The endpoint answered HEAD with ${status}${allow === null ? '' : ` (it allows ${quoted(allow)})`}: it must answer HEAD with a 2xx status.`,
      'caller',
    ),
  ];
};

const END = /(?:until|ends?(?:at|time)?|eta)$/;

const UNTIL = /\b(?:until|till|ends(?: at)?|back (?:at|by)) (.{5,40})/i;

const CLOCK_TIME =
  /^(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?(?![\w:])/;

/** When a planned interruption ends. */
export const maintenance: Rule = (evidence) => {
  const found = firstLine(evidence, /\bmaintenance\b/i);
  if (found === null || evidence.ended !== 'failed' || (evidence.status ?? 0) < 500) return [];
  const told = first(evidence, END, found.line) ?? UNTIL.exec(found.words)?.[1];
  const end = CLOCK_TIME.exec(told ?? '')?.[0];
  if (end === undefined) return [];
  const wait = { told: quoted(end), at: instantOf(end, found.line) };
  return [{ ...fact(`By the log, maintenance ends at ${wait.told} (${found.line.source}).`), wait }];
};

/** The first such time after a line was written; 0 where the line has no time. A time without a zone is read as UTC. */
function instantOf(text: string, { time }: LogLine): number {
  const [, date = time?.slice(0, 10), clock = '', zone = 'Z'] =
    /^(?:(\d{4}-\d\d-\d\d)[T ])?([\d:.]{5,18}) ?(Z|[+-]\d\d:?\d\d)?/.exec(text) ?? [];
  const at = Date.parse(`${date}T${clock}${zone}`);
  if (time === null || Number.isNaN(at)) return 0;
  return at < Date.parse(time) && !text.startsWith(date ?? '') ? at + DAY : at;
}

/** A process that was ended for lack of memory. */
export const killed: Rule = (evidence) => {
  const line = evidence.lines.map((each) => each.line).find(isKilled);
  if (line === undefined || evidence.ended === 'succeeded') return [];
  const most = first(evidence, /^(?:mem(?:ory)?)?(?:limit|max)(?:bytes|mi?b)?$/, line);
  const limited = most === null ? '' : `, limit ${amount(most)}`;
  const told = fact(
    `It was killed for lack of memory (${line.source}${limited}), as the same input will be again: the platform must give it more, or make the job smaller.`,
    'platform',
    true,
  );
  return [{ ...told, instead: { fix: AS_FOUND, retry: { when: 'after_fix', note: null } } }];
};

/** A message that a queue hands out once more: nobody told it that the first delivery was dealt with. */
export const redelivered: Rule = ({ lines, fields }) => {
  const again = lines.findIndex(
    ({ line, words }) =>
      /\bre-?deliver(?:ed|y|ing)\b|\bdelivered again\b/i.test(words) ||
      fields.some((field) => field.line === line && field.key === 'redelivered' && field.value === 'true'),
  );
  const line = lines[again]?.line;
  if (line === undefined) return [];
  const told = (what: string) => [fact(`It was delivered more than once (${line.source}): ${what}.`)];
  const more = (what: string): Fact[] =>
    told(what).map((each) => ({ ...each, who: 'platform', isTwice: true }));
  // A duplicate key is an error of the work itself.
  const isKnown = lines
    .slice(again)
    .some(({ words }) =>
      /\bduplicate\b(?! (?:key|entry))|\balready (?:processed|handled|done)\b/i.test(words),
    );
  if (isKnown) return told('the later delivery was known as such, and its work not done twice');
  const done = lines.filter((each) => saysDone(each.line));
  const deliveryOf = (each: (typeof done)[number]) =>
    fields.find((field) => field.line === each.line && DELIVERY.test(field.key))?.value;
  const [one, other] = done.filter((each, at) =>
    done.some(
      (two, place) => place !== at && two.words === each.words && deliveryOf(two) !== deliveryOf(each),
    ),
  );
  if (one !== undefined && other !== undefined)
    return more(`its work was done twice (${one.line.source}, ${other.line.source})`);
  const before = lines.slice(0, again).findLast((each) => saysDone(each.line));
  const after = lines.slice(again).findLast((each) => saysDone(each.line));
  if (before !== undefined && after !== undefined)
    return told(`its work was done before that (${before.line.source}) and after, so perhaps twice`);
  return lines.slice(0, again).some((each) => isTroubled(each.line))
    ? []
    : told('what the first delivery did, if anything, may be done twice');
};

/** Which delivery of a message a line is of. */
const DELIVERY = /^(?:re)?(?:delivery|deliveries|receive)(?:count|attempt|no|number)?$|^attempts?$/;

/** How a proxy says that it gave one upstream up and sent the same request to another. */
const NEXT_UPSTREAM =
  /\b(?:trying|retry(?:ing)?|replay(?:ing|ed)?|re-?sen(?:t|ding)|redispatch\w*|failing over)\b.{0,40}\b(?:next|another|different|other) (?:upstream|host|backend|server|instance|peer|endpoint|node|replica)\b/i;

/** A write that a proxy sent on once more while the first upstream was still at work. */
export const twice: Rule = (evidence) => {
  const again = firstLine(evidence, NEXT_UPSTREAM);
  if (again === null) return [];
  const done = evidence.lines.flatMap(({ line }) => {
    const { status = 0, method = 'GET' } = line;
    return status >= 200 && status < 300 && !isSafe(method) && !isOfEdge(line) ? [line] : [];
  });
  const [one, other] = [...byVoice(done).values()].find(({ length }) => length > 1) ?? [];
  if (one === undefined || other === undefined) return [];
  const told = `After a try that was given up (${again.line.source}) it was sent on once more, and both tries were answered with success (${one.source}, ${other.source}): it was perhaps done twice. See what each made, and undo one.`;
  return [{ ...fact(told, 'platform'), isTwice: true }];
};

/** A service that is not called for a while, as its last calls failed. */
export const circuit: Rule = (evidence) => {
  const found = firstLine(
    evidence,
    CIRCUIT_OPEN,
    ({ line, words }) => isTroubled(line) && !WENT_AROUND.test(words),
  );
  if (found === null || evidence.ended !== 'failed' || (evidence.status ?? 500) < 500) return [];
  const host = first(evidence, CALLED, found.line);
  const to = host === null ? '' : ` to ${quoted(host)}`;
  return [
    fact(
      `The circuit${to} is open (${found.line.source}): after failures before this call, it was not sent on.`,
    ),
  ];
};

/** Whoever left so late, in milliseconds, had no more time to wait. */
const LONG = 2_000;

/** A caller that left before there was an answer. */
export const left: Rule = ({ lines, ended, status, carried_out }) => {
  const gone = lines.findLast(({ line }) => line.status === status)?.line;
  if (gone === undefined || ended !== 'failed' || !GONE.has(status ?? 0)) return [];
  const isAlone = lines.every(
    ({ line }) => line.status !== undefined || !isTroubled(line) || tellsOfLeaving(line),
  );
  const after = gone.duration_ms === undefined ? '' : ` after ${secondsOf(gone.duration_ms)}`;
  const patience = (gone.duration_ms ?? 0) < LONG ? '' : ', with more time to wait for the answer';
  const advice = carried_out === 'no' ? ` It can be sent again${patience}.` : '';
  return [
    fact(`The caller left${after}, without an answer (${gone.source}).${advice}`, isAlone ? 'caller' : null),
  ];
};

/** What was looked up in a copy of the data that may not have it yet. */
export const behind: Rule = (evidence) => {
  const line = readBehind(evidence.lines.map((each) => each.line));
  if (line === null || evidence.ended !== 'failed' || (evidence.status ?? 500) >= 500) return [];
  const lag = evidence.fields.find((field) => field.line === line && LAG.test(field.key));
  const how = lag === undefined ? 'may be behind' : `was behind: ${quoted(lag.name)} is ${amount(lag.value)}`;
  const message = `It was read from a replica that ${how} (${line.source}). What it asks for may be there all the same.`;
  const fix = ['Nothing in the call needs to change: send it again once the replica has caught up.'];
  return [
    { ...fact(message, 'platform', true), instead: { fix, retry: { when: 'after_delay', note: null } } },
  ];
};

const LAG = /lag|behind|(?:replica|replication)delay/;

/** A success that took so many milliseconds was slow, if its lines say what it waited for. */
const SLOW = 5_000;

const WAITED =
  /^(?:[a-z]{0,20}(?:wait|waited|waiting|blocked)|took|elapsed|duration|latency|querytime|locktime)(?:ms|s|sec|secs|seconds|time)?$/;

/** What a call that succeeded spent its time on. */
export const slow: Rule = ({ lines, fields, ended }) => {
  if (ended !== 'succeeded') return [];
  const took = Math.max(0, ...lines.map(({ line }) => line.duration_ms ?? 0));
  if (took > 0 && took < SLOW) return [];
  for (const { line, words } of lines) {
    if (line.status !== undefined || !isTroubled(line)) continue;
    const spent = fields.find(
      (field) => field.line === line && WAITED.test(field.key) && msOf(field) >= SLOW,
    );
    if (spent === undefined && !(took >= SLOW && /\bslow\b|\bwait/i.test(words))) continue;
    const whole = took === 0 ? '' : `it took ${secondsOf(took)}`;
    const part = spent === undefined ? '' : `${quoted(spent.name)} is ${secondsOf(msOf(spent))}`;
    return [fact(`It was slow: ${[whole, part].filter(Boolean).join(', and ')} (${line.source}).`)];
  }
  return [];
};

function secondsOf(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

/** How long a field says that something took, in milliseconds by the unit of its value or its name; 0 if neither tells. */
function msOf({ key, value }: Evidence['fields'][number]): number {
  const [, number, unit = ''] = /^(\d{1,9}(?:\.\d{1,9})?) ?(ms|s)?$/.exec(value) ?? [];
  const by = unit || /(ms|s)(?:ec|ecs|econds)?$/.exec(key)?.[1];
  return number === undefined || by === undefined ? 0 : Number(number) * (by === 's' ? 1_000 : 1);
}

/** What a service of the platform waited for, or could not reach. */
export const upstream: Rule = (evidence) => {
  const isEnd = ({ words }: { words: string }) => !WENT_AROUND.test(words);
  const found = firstLine(evidence, DOWN, isEnd) ?? firstLine(evidence, UNRESOLVED, isEnd);
  if (found === null || evidence.ended === 'succeeded') return [];
  // In an access line the host is the one that was called.
  const isAccess = found.line.path !== undefined || isOfEdge(found.line);
  const field = first(
    evidence,
    isAccess ? /^(?:upstream|upstreamhost|upstreamaddr|peer|peerservice|backend)$/ : CALLED,
    found.line,
  );
  const host = field ?? (UNRESOLVED.test(found.words) ? (HOST.exec(found.words)?.[0] ?? null) : null);
  const attempts = lastOf(evidence, /^(?:attempts?|tries|retries|retrycount|attemptnumber)$/);
  const waited = first(evidence, /^(?:timeout|timeoutms|timeouts|timeoutseconds|deadline|deadlinems)$/);
  if (host === null && attempts === null && waited === null) return [];
  const what = WHAT.find(([words]) => words.test(found.words))?.[1] ?? 'failed';
  const parts = [
    attempts !== null && `${amount(attempts)} attempts`,
    waited !== null && `a timeout of ${amount(waited)}${/ms$/.test(waited) || !isMs(evidence) ? '' : ' ms'}`,
  ].filter((part) => part !== false);
  const told = `${host === null ? 'What the service depends on' : quoted(host)} ${what}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
  if (!INTERNAL.test(host ?? '') && isOfWorkspace(evidence, found.line)) {
    return host === null
      ? []
      : [
          fact(
            `${told}: it is an address that the workspace gave, not a part of the platform.`,
            evidence.status !== null && evidence.status >= 500 ? 'workspace_owner' : null,
          ),
        ];
  }
  const isPlatforms = evidence.status === null || evidence.status >= 499 || evidence.status === 408;
  return isPlatforms
    ? [fact(`${told}: the fault lies behind the platform, not with whoever made the call.`, 'platform')]
    : [fact(`${told}.`)];
};

/** Names of fields whose value is who was called. */
const CALLED =
  /^(?:upstream|upstreamhost|upstreamaddr|host|peer|peerhost|peerservice|target|targethost|backend|dependency|server|addr|address|dbhost|remotehost|broker)$/;

const DOWN =
  /\b(?:timed? ?out|deadline exceeded|ETIMEDOUT|ESOCKETTIMEDOUT|connection (?:refused|reset)|ECONNREFUSED|ECONNRESET|no (?:live|healthy|available) upstreams?|no healthy upstream|certificate (?:has )?expired|x509)\b/i;

/** The name of a host in words, in lower case as the classes of programs are not. */
const HOST = /(?<![\w.@/-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,8}[a-z]{2,63}(?![\w.(/-])/;

const WHAT: readonly [RegExp, string][] = [
  [/certificate|x509/i, 'has a certificate that is not accepted'],
  [UNRESOLVED, 'could not be resolved (DNS)'],
  [/refused|reset|no (?:live|healthy|available)\b/i, 'could not be reached'],
  [/time|deadline/i, 'did not answer in time'],
];

function isMs(evidence: Evidence): boolean {
  return evidence.fields.some(({ key }) => /^(?:timeout|deadline)ms$/.test(key));
}

/** What a workspace names itself, so that the platform must reach it: the endpoints of webhooks, identity providers. */
const OF_WORKSPACE =
  /\bweb ?hooks?\b|\bredirect ur[il]\b|\bcallback (?:ur[il]|endpoint|host)\b|\bmetadata url\b|\bidentity provider\b|\bidp\b|\bsaml\b|\b(?:customer|subscriber|tenant|client)(?:'s)? (?:endpoint|host|server|domain|url)\b|\bdeliver(?:y|ing)\b/i;

/** Hosts that no workspace can name: those of a network of its own. */
const INTERNAL = /\.(?:internal|local|svc)(?::\d{1,5})?$|^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/;

function isOfWorkspace({ lines }: Evidence, found: LogLine): boolean {
  return lines.some(({ line, words }) => {
    if (line !== found && line.status === undefined) return false;
    return OF_WORKSPACE.test(
      `${words} ${line.path ?? ''} ${line.code ?? ''} ${line.service ?? ''}`.replaceAll(/[_/-]/g, ' '),
    );
  });
}

/** The endpoint of a workspace that refuses what is delivered to it. */
export const undelivered: Rule = (evidence) => {
  const found = firstLine(
    evidence,
    /\bdeliver(?:y|ing|ies)\b.{0,80}\b(?:failed|refused|rejected|returned|answered|got|with|status)\b.{0,20}\b([45]\d\d)\b/i,
    ({ line }) => isTroubled(line),
  );
  // Mail is delivered as well, with codes that look alike.
  const isHook = /hook|endpoint|callback|subscri/i.test(found === null ? '' : JSON.stringify(found.line));
  if (found === null || evidence.ended === 'succeeded' || !isHook) return [];
  return [
    fact(
      `The endpoint that the workspace gave answered the delivery with ${found.match[1]} (${found.line.source}).`,
      'workspace_owner',
      true,
    ),
  ];
};

/** Two transactions that wanted the same rows. */
export const conflict: Rule = (evidence) => {
  const found = firstLine(
    evidence,
    /\bdeadlock (?:detected|found)\b|\block wait timeout\b|\bcould not serialize access\b|\bserialization failure\b/i,
  );
  if (found === null || evidence.ended === 'succeeded' || evidence.carried_out === 'yes') return [];
  const what = /wait/i.test(found.match[0])
    ? 'The transaction waited too long for rows that another one held.'
    : 'The database aborted this transaction in favor of another that held the same rows.';
  return [fact(`${what} Sending it again usually works.`, 'platform')];
};

/** How far a line may lie outside of its request, in milliseconds, before its clock is doubted. */
const OUTSIDE = 30_000;

/** Lines of a service that all lie outside of the time that the request took: only an answer that waited is told of. */
export const skew: Rule = ({ lines }) => {
  const answer = lines
    .map(({ line }) => line)
    .findLast((line) => line.status !== undefined && line.duration_ms !== undefined);
  if (answer === undefined || answer.time === null || answer.status === 202) return [];
  const end = Date.parse(endOf(answer) ?? answer.time);
  const start = end - (answer.duration_ms ?? 0);
  for (const [voice, own] of byVoice(lines.map(({ line }) => line))) {
    const times = own.flatMap(({ time }) => (time === null ? [] : [Date.parse(time)]));
    const early = times.every((time) => time < start - OUTSIDE);
    const late = times.every((time) => time > end + OUTSIDE) && own.some(isTroubled);
    if (times.length === 0 || !(early || late)) continue;
    const apart = Math.round(Math.abs((times[0] ?? end) - end) / 1_000);
    return [
      fact(
        `The clock of ${quoted(voice)} may be off by about ${apart} s: all of its lines lie outside the time that the request took.`,
      ),
    ];
  }
  return [];
};

/** Why a proxy answered as it did, in the words behind its short sign. */
export const proxy: Rule = ({ lines, ended }) => {
  if (ended !== 'failed') return [];
  for (const { line } of lines.toReversed()) {
    const reason = reasonOfProxy(line);
    if (reason !== null && (line.status ?? 0) >= 400)
      return [
        fact(
          `The proxy's reason is ${quoted(reason.flag)}: ${reason.says} (${line.source}).`,
          null,
          !reason.isSentOn && (line.status ?? 0) < 500,
        ),
      ];
  }
  return [];
};

/** Another version of a service wrote later lines than earlier ones. */
export const deploy: Rule = ({ fields }) => {
  const ofService = new Map<string, Set<string>>();
  for (const { value, line } of fields.filter(isVersion)) {
    // A plain number may be that of a thing which is worked on.
    if (line.service !== undefined && /^v?\d{1,4}\.\d|^[0-9a-f]{7,40}$|\d{8}/.test(value))
      ofService.set(line.service, (ofService.get(line.service) ?? new Set()).add(value));
  }
  for (const [service, seen] of ofService) {
    const [from, to] = seen;
    if (from !== undefined && to !== undefined)
      return [
        fact(
          `${quoted(service)} logged with version ${quoted(from)}, then with version ${quoted(to)}: it was deployed while the request ran, or two versions run side by side.`,
        ),
      ];
  }
  return [];
};
