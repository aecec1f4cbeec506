import type { LogLine } from '../../logs/logs.ts';
import {
  behind,
  circuit,
  conflict,
  deploy,
  killed,
  left,
  maintenance,
  probe,
  proxy,
  redelivered,
  skew,
  slow,
  twice,
  undelivered,
  upstream,
} from './breakdowns.ts';
import { type Evidence, type Fact, holdsOne, type Rule, spaced } from './evidence.ts';
import type { Outcome } from './outcome.ts';
import { planted } from './planted.ts';
import {
  blocked,
  clock,
  declined,
  expiry,
  flag,
  impatient,
  limit,
  pairs,
  quota,
  reached,
  repeated,
  rotation,
  unset,
  unsigned,
  usedTwice,
  verifier,
} from './refusals.ts';
import { fieldsOf, wordsOfLine } from './said.ts';

/** What the lines themselves say about why, by kind of fact. */

/** How many facts an answer holds. */
const MOST = 6;

/**
 * The facts of `lines`, in time order: each once, the decisive ones first. Values from the lines are quoted if they are
 * plain; of others only their length is told.
 */
export function factsOf(
  lines: readonly LogLine[],
  { ended, status, carried_out }: Pick<Outcome, 'ended' | 'status' | 'carried_out'>,
): Fact[] {
  const evidence = {
    ...{ ended, status, carried_out },
    fields: lines.flatMap(fieldsOf),
    lines: lines.map((line) => ({ line, words: wordsOfLine(line) })),
  };
  const all = allOf(evidence);
  const facts = RULES.flatMap(([rule, words]) =>
    words === null || holdsOne(all, words) ? rule(evidence) : [],
  );
  const seen = new Set<string>();
  return facts.filter(({ message }) => !seen.has(message) && seen.add(message)).slice(0, MOST);
}

/**
 * The rules in the order in which they count, each with words: unless one of them stands in `allOf`, the rule can find
 * nothing and is not tried, so that its long patterns need not be compiled. Null for a rule that is always tried.
 */
const RULES: readonly [Rule, readonly string[] | null][] = [
  [planted, null],
  [killed, null],
  [impatient, ['client', 'caller', 'x timeout', 'x deadline', 'x request ']],
  [declined, ['insufficient', 'decline']],
  [unsigned, ['signature', 'secret', 'hmac']],
  [redelivered, ['deliver']],
  [verifier, ['pkce', 'verifier', 'challenge']],
  [twice, ['next', 'another', 'retry', 'replay', 'different']],
  [pairs, null],
  [
    usedTwice,
    [
      ...['already been', 'already exchanged', 'already redeemed', 'already used', 'already consumed'],
      ...['already spent', 'reuse', 're use', 'replay'],
    ],
  ],
  [flag, null],
  [blocked, null],
  [rotation, ['secret', 'key', 'kid', 'signature', 'credential', 'mismatch']],
  [unset, ['secret', 'certificate', 'key', 'metadata']],
  [probe, ['head']],
  [maintenance, ['maintenance']],
  [limit, null],
  [reached, null],
  [quota, ['quota']],
  [undelivered, ['deliver']],
  [behind, ['replica', 'follower', 'standby', 'secondary', 'read only']],
  [upstream, null],
  [circuit, ['circuit']],
  [left, null],
  [expiry, ['expired', 'notafter']],
  [conflict, ['deadlock', 'lock wait', 'serializ']],
  [clock, null],
  [repeated, ['idempoten', 'duplicate', 'replaying']],
  [proxy, null],
  [deploy, null],
  [slow, null],
  [skew, null],
];

/** All that the lines say, with single blanks for what separates words. */
function allOf({ lines, fields }: Evidence): string {
  const said = fields.map(({ key, value }) => `${key} ${value}`);
  const own = lines.map(({ line, words }) => `${words} ${line.message ?? ''} ${line.path ?? ''}`);
  return spaced([...own, ...said].join(' '));
}
