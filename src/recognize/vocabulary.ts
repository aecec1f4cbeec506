import { stemmer } from 'stemmer';
import { wordsIn } from '../base/words.ts';

/** Words that say nothing about which error is meant. */
const STOP_WORDS = new Set(
  `a an and any anybody anyone are as at be because been but by can could did do does doing done for from get gets getting got
  had has have he her hers him his how i if in into is it its just keep keeps let like may maybe me mine my of on or our ours out
  please she should since so some somehow someone something such than that the their them then there these they thing this those
  to too us very was we were what when where which while who whom why will with would yet you your yours am im ive id dont cant
  wont isnt doesnt didnt now today always suddenly again also about after before though although really apparently seems seem says say said saying tell tells told
  all everything everyone everybody thanks thank hello hey hi ok okay yes no not never only just even still time times day week month way well new other another first last next more most much many few every each both provide provides provided providing try tries tried trying want wants wanted make makes made use uses used using need needs needed go goes going gone`.split(
    /\s+/,
  ),
);

/**
 * Words for the same thing, by their stems: every word of a line counts as its first. Words of two parts
 * are written with a space and are joined before the text is cut into words.
 */
const SAME = `
  redirect, callback, return url, redirection, reply url, bounce
  url, uri, address, link
  localhost, 127 0 0 1, loopback, laptop, local machine, local dev, dev server
  login, log in, sign in, signin, logon
  authenticate, authentication, auth, authenticated, logged in, signed in, logged out, signed out
  signup, sign up, register, registration, sign ups, signups, registrations, enrol
  idp, provider, identity provider, sso, single sign on, saml provider
  saml, federation, adfs, okta, entityid, entitydescriptor, entity descriptor
  card, credit card, visa, mastercard, payment method
  overdue, past due, unpaid, arrears, owe, dunning
  invoice, bill
  cap, budget, spending limit, spend limit, ceiling
  spend, spending, expense
  throttle, hammering, much times, many times, parallel, per second, rate limit, rate limiting, slow down, too many, burst, flood, hammer
  slug, subdomain, short name, handle, url name, workspace name, workspace address, workspace url
  workspace, tenant, org, organization, organisation
  taken, already exists, exists already, already exist, exist already, in use, occupied, already used, belongs, not free, not available any more, claimed, somebody has it, someone has it, someone else has
  reserved, forbidden word, kept, blocked word, protected word
  short, to short, chars, two letter, three letter, few letters, too few, at least three, minimum length
  uppercase, upper case, capital, capitals
  illegal, disallowed, not allowed characters, special character, invalid character, weird character
  underscore, underscores, space, spaces, dot, dots, accent, umlaut, diacritic, emoji
  provision, provisioning, setup, set up, bootstrap, spin up
  delete, remove, destroy, erase, wipe, purge, drop, tear down, teardown, get rid of, archive
  confirm, confirmation, confirmed, are you sure, yes i am sure
  scope, right scope, may only read, read only, permission, permissions, privilege, entitlement, rights
  expire, expired, expiry, expiration, stale, timed out session
  signature, signed, sign, signing, verify
  pkce, pkce verifier, code verifier, pkce challenge, code challenge
  rotate, rotated, rotation, rolled, roll, regenerate, renewed secret
  revoke, revoked
  previous, old, former
  wrong, bad, incorrect, mistyped, typo, mismatch
  reject, refuse, decline, turned down, turned away, denied, not accepted, bounced
  consent, permission screen, permission page, approve, approval, agree, allow button
  cancel, cancelled, abort, aborted, declined consent, back out
  maintenance, downtime, outage, down for
  unavailable, offline, unreachable, not reachable
  upstream, gateway, backend, behind it, behind the api, dependency, third party
  crash, blew up, exception, stack trace, fell over, broke, explode
  malformed, syntax, parse, garbled, not valid json, broken json
  parameter, param, argument, query string, field type
  colour, color, hex
  exist, missing, disappear, vanish, no such, cannot find, can not find
  conflict, busy, in progress, still running, being created, locked
  enterprise, top tier, highest plan
  pro, paid plan, premium, upgrade, paid tier
  free, hobby, starter, basic plan, free tier
  webhook, hook, event endpoint, delivery
  grant, flow, grant type
  code, authorization code, auth code
  exchange, swap, redeem, trade
  twice, second time, reused, reuse, reload, double, again and again, duplicate
  client
  app, application
  token, jwt, bearer, access key, api key
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(', '));

const PHRASES = new Map<string, string>();
const CANONICAL = new Map<string, string>();
for (const [first = '', ...others] of SAME) {
  const canonical = stemmer(first);
  for (const word of others) {
    if (word.includes(' ')) PHRASES.set(word, first);
    else CANONICAL.set(stemmer(word), canonical);
  }
}
const PHRASE = new RegExp(
  `\\b(?:${[...PHRASES.keys()].sort((a, b) => b.length - a.length).join('|')})\\b`,
  'g',
);

/** The words of a text that can say which error is meant: folded, stemmed, each as the first of its synonyms. */
export function termsOf(text: string): string[] {
  return wordsIn(text)
    .join(' ')
    .replace(PHRASE, (phrase) => PHRASES.get(phrase) ?? phrase)
    .split(' ')
    .filter((word) => word.length > 1 && !STOP_WORDS.has(word))
    .map(canonicalOf);
}

const MOST_KEPT = 20_000;
const kept = new Map<string, string>();

/** The stem of a word, or that of the first of its synonyms; kept, as a catalog says the same words over and over. */
function canonicalOf(word: string): string {
  const known = kept.get(word);
  if (known !== undefined) return known;
  const stem = stemmer(word);
  const canonical = CANONICAL.get(stem) ?? stem;
  if (kept.size < MOST_KEPT) kept.set(word, canonical);
  return canonical;
}
