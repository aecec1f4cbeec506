import { stemmer } from 'stemmer';
import { pushTo } from '../base/objects.ts';
import { lazily } from '../base/remember.ts';
import { wordsIn } from '../base/words.ts';
import type { Catalog } from '../catalog/catalog.ts';

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
  slug, subdomain, short name, short url, handle, url name, workspace name, workspace address, workspace url
  workspace, tenant, org, organization, organisation
  taken, already exists, exists already, already exist, exist already, in use, occupied, already used, belongs, not free, not available any more, claimed, somebody has it, someone has it, someone else has, already has it, already have it, already has that, already has this
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
  nonexistent, not exist, no such, not found, not be found, not find, cannot find, cannot be found, disappear, vanish
  conflict, busy, in progress, still running, being created, locked
  enterprise, top tier, highest plan
  pro, paid plan, premium, upgrade, paid tier
  free, hobby, starter, basic plan, free tier
  webhook, hook, event endpoint, delivery
  extension, auth hook, authorization hook, running hook, token hook, receive hook, commit hook
  grant, flow, grant type
  code, authorization code, auth code
  zipcode, zip code, postal code, country code, area code, promo code, discount code, coupon code, voucher code, currency code, language code
  exchange, swap, redeem, trade
  twice, second time, reused, reuse, reload, double, again and again, duplicate
  client
  app, application
  token, jwt, bearer
  apikey, api key, access key, secret key
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(', '));

interface Synonyms {
  /** Words of several parts by their first part, the longest first, each with the word for which it stands. */
  phrases: ReadonlyMap<string, readonly { parts: string[]; word: string }[]>;
  /** Stems of words, each with that of the first of its synonyms. */
  canonical: ReadonlyMap<string, string>;
}

const synonyms = lazily((): Synonyms => {
  const phrases = new Map<string, { parts: string[]; word: string }[]>();
  const canonical = new Map<string, string>();
  for (const [first = '', ...others] of SAME) {
    const stem = stemmer(first);
    for (const word of others) {
      const parts = word.split(' ');
      if (parts.length > 1) pushTo(phrases, parts[0] ?? '', { parts, word: first });
      else canonical.set(stemmer(word), stem);
    }
  }
  for (const each of phrases.values()) each.sort((a, b) => b.parts.length - a.parts.length);
  return { phrases, canonical };
});

/** What says that a thing does not exist: "there is no workspace with this id". */
const NO_SUCH =
  /\bthere (?:is|are|was|were) no (?=[a-z]{2,30} (?:with|by|of|called|named|like|under|for)\b)/g;
/** The term for it. */
export const NONEXISTENT = stemmer('nonexistent');

/** The words of a text that can say which error is meant: folded, stemmed, each as the first of its synonyms. */
export function termsOf(text: string): string[] {
  const plain = wordsIn(text);
  const words = plain.includes('there') ? plain.join(' ').replace(NO_SUCH, 'nonexistent ').split(' ') : plain;
  const terms: string[] = [];
  const { phrases } = synonyms();
  for (let at = 0; at < words.length; at += 1) {
    let word = words[at] ?? '';
    const phrase = phrases
      .get(word)
      ?.find(({ parts }) => parts.every((part, index) => part === words[at + index]));
    if (phrase !== undefined) {
      word = phrase.word;
      at += phrase.parts.length - 1;
    }
    if (word.length > 1 && !STOP_WORDS.has(word)) terms.push(canonicalOf(word));
  }
  return terms;
}

const MOST_KEPT = 20_000;
const kept = new Map<string, string>();

/** The stem of a word, or that of the first of its synonyms; kept, as a catalog says the same words over and over. */
function canonicalOf(word: string): string {
  const known = kept.get(word);
  if (known !== undefined) return known;
  const stem = stemmer(word);
  const canonical = synonyms().canonical.get(stem) ?? stem;
  if (kept.size < MOST_KEPT) kept.set(word, canonical);
  return canonical;
}

/**
 * Marks of errors that other things than an API raise: language runtimes, compilers, databases, shells, operating
 * systems, package managers, clusters, build servers, mail. They are data; a catalog that uses such a word itself, as
 * one of a database does, is not foreign to it.
 */

/** What only another program writes, whatever the catalog. */
const MARKS: readonly RegExp[] = [
  /\b(?:Syntax|Type|Reference|Range|Import|Key|Attribute|NullPointer|ClassCast|Name|Index|Assertion|Recursion|OutOfMemory|StackOverflow|IllegalState|IllegalArgument|NoSuchMethod|NoClassDefFound|ModuleNotFound|FileNotFound|UnicodeDecode|ZeroDivision|Overflow|Memory|OS|IO|EOF|Arithmetic|ConcurrentModification|NumberFormat|ArrayIndexOutOfBounds|IndexOutOfBounds|ClassNotFound|BeanCreation|LazyInitialization)(?:Error|Exception)\b/,
  /\bTS\d{4}\b|\bE\d{4}\b|\bCS\d{4}\b|\bC\d{4}\b|\bLNK\d{4}\b|\bPLS-\d{5}|\bORA-\d{4,5}|\bSQLSTATE\b|\bSQL[EQ]?[_ ]?(?:ERROR|STATE)\b|\bERROR \d{4}(?: \(|:)|\bER_[A-Z_]{4,}|\bPG::|\bMSB\d{4}|\bNU\d{4}\b/,
  /\b(?:ENOENT|EACCES|EPERM|EEXIST|ENOSPC|EADDRINUSE|EMFILE|ENOMEM|EISDIR|ENOTDIR|EROFS|EBUSY|EINVAL|ENOTEMPTY|EXDEV|ELOOP|EBADF|ERESOLVE|ENOTSUP)\b/,
  /\b(?:npm|yarn|pnpm) (?:ERR!|error|WARN)|^(?:npm|yarn|pip|cargo|go|mvn|gradle|bundle|composer|brew|apt|dpkg|rpm|yum|dnf|make|cmake|gcc|clang|ld|rustc|javac|tsc|eslint|webpack|vite|docker|kubectl|helm|terraform|ansible|ssh|scp|rsync|sudo|git|bash|zsh|sh|fish|systemd|nginx|apache2?|postgres|psql|mysql|mongo|redis|kafka|rabbitmq|java|python3?|ruby|perl|php|node|dotnet|swift|kotlin|mkdir|cp|mv|rm|ls|cat|cd|ln|tar|zip|unzip|wget|chmod|chown|nvm|ffmpeg|mc|aws|az|gcloud|gsutil|hcloud|doctl|flyctl|nats|temporal)(?:\[\d{1,6}\])?: /im,
  /\baccess denied for user '|@'(?:%|localhost|[\d.]{1,15})'|\bcannot use \S{1,60} \(|\bas type \w{1,40}\b|\bas \w{1,40} value in\b|\bstate lock\b|\bFirebase(?:Error)?: |\bfailed to pull (?:and unpack )?image\b|\bfailed to resolve import\b|\bcannot query field ["']|\bHibernate\b|\bfatal: |\bpanic: |\berror\[E\d{4}\]|\bkubelet\b|\bsegmentation fault|\bcore dumped\b|\bcommand not found\b|\bno such file or directory\b|\bviolates \w{1,12}[ -]?\w{0,8} constraint|\bpermission denied (?:for (?:table|relation|schema|sequence|database|function|view|language)|\(publickey)|\bduplicate key value\b|\bduplicate entry\b|\bdeadlock (?:detected|found)\b|\bundefined reference\b|\bunresolved (?:external|import|reference)\b|\bcannot find (?:module|symbol|package|name)\b|\bmodule not found\b|\bno module named\b|\bout of memory\b|\bstack overflow\b|\bnull pointer\b|\bis not (?:a function|defined|callable|iterable|assignable)\b|\bdoes not exist on type\b|\berror response from daemon\b|\bexecution failed for task\b|\bcontainer name "|\bpermission denied:? ['"]?(?:\/\w|[A-Z]:\\)|\badmission webhook\b|\bsignature for (?:\w{3,8} )?payload\b|\brequest verification failed\b|\bcould not (?:determine the dependencies of task|resolve all \w{3,20} for configuration|transfer artifact)\b|\binvalid input (?:syntax|value) for (?:type|enum)\b|\b(?:readiness|liveness|startup) probe\b|\b(?:INSTALLATION|UPGRADE|ROLLBACK) FAILED\b|\b(?:DOMException|NotAllowedError|AbortError|NotReadableError|OverconstrainedError)\b|\bcannot \w{3,8} resource "|\bcannot read propert|\bundefined (?:method|variable|local variable|index|offset)\b|\bunexpected token\b|\bunexpected end of (?:JSON|file|input)\b|\bmerge conflict|\bnon-fast-forward\b|\bconflict \(content\)|\b(?:build|compilation|pipeline|job|test suite|tests?|linting|deployment|migration|backup) (?:has )?(?:failed|errored|aborted)\b|\bfailed (?:to compile|tests?)\b|\b\d+ (?:tests?|errors?|warnings?) (?:failed|found|generated)\b|\bexit(?:ed)? (?:with )?(?:code|status) \d|\bprocess exited\b|\bKilled\b.{0,20}\bprocess|\bOOMKilled\b|\b\w{2,30}BackOff\b/i,
  /^\[(?:vite|webpack|rollup|esbuild|next|nuxt|astro|parcel|metro)\b[^\]\n]{0,40}\] /im,
  /\bx509: |\bcertificate\b|\bSSL routines\b|\bTLS\b.{0,40}\b(?:alert|handshake)\b|\bhost key verification\b|\bPEM\b/i,
  /\b(?:java|javax|org|com\.sun|kotlin|scala|System|Microsoft)\.(?:lang|io|sql|net|util|hibernate|springframework\.(?:beans|dao|orm)|apache\.(?:kafka|spark|hadoop)|Data|IO|NullReference|Collections)\b/,
  /\bE11000\b|\b(?:Mongo|Prisma|Sequelize|Hibernate|ActiveRecord|SQLAlchemy|Postgres|Pg|Sqlite|Redis|Kafka|Elastic|Cassandra|TypeORM|Knex|psycopg2?|sqlite3|hibernate)\w{0,40}(?:Error|Exception|\.)|\bconstraint failed\b|\bline \d+(?: column \d+| in |$)|\bon line \d+\b|\.(?:php|py|rb|js|ts|c|cpp|go|rs|java|tf)[: ](?:line )?\d+/im,
  /\b(?:relation|table|column) ["'`]?[\w.]{1,60}["'`]? (?:does not exist|already exists|not found|has no)|\bno such (?:table|column|function|container|image|device|host|process)\b|\bunknown (?:column|table|database|host|command|option|flag)\b|\bread-only file system\b|\bdisk (?:quota|is full|full)\b|\bno space left\b|\btoo many (?:open files|connections|clients|levels)\b|\baddress already in use\b|\bdevice or resource busy\b|\boperation not permitted\b|\bbroken pipe\b|\bbad file descriptor\b|\bport \d{2,5} is (?:already )?(?:in use|allocated)\b/i,
];

/** Words of other trades. */
const WORDS = `
  postgres postgresql mysql mariadb sqlite mongodb redis oracle kafka rabbitmq elasticsearch cassandra hibernate jdbc odbc
  table relation column tuple row sequence trigger deadlock rollback replica replication shard cursor constraint
  compiler linker compile linking syntax variable pointer segfault mutex thread goroutine lambda heap kernel driver
  docker container image pod node cluster kubernetes helm ingress daemon systemd cron chmod sudo ssh ftp smtp imap dns dhcp
  filesystem partition inode disk volume mount directory folder file symlink socket port firewall router modem wifi vpn
  npm pip maven gradle webpack eslint jest pytest package dependency module import git branch commit merge rebase repository
  pipeline artifact build runner checkout printer toner paper monitor keyboard mouse battery bluetooth gpu cpu ram bios
  certificate x509 ssl tls handshake cipher
  bucket ec2 s3 iam arn lambda dynamodb sqs sns cloudfront
  excel word spreadsheet pdf outlook photoshop steam minecraft xbox playstation android iphone windows linux macos
  kitchen recipe garden weather train flight hotel dog cat car bike football school doctor dinner lunch coffee movie song
  elevator parking door window fridge oven shower passport airport visa train bus ferry ship plane pilot ticket seat luggage
  cake bread butter cheese salt sugar flour soup egg fruit apple tea beer wine restaurant cook bake
  office phone terminal
  house flat landlord plumber pipe valve roof wall floor room sofa lamp light bulb furniture rent
  family mother father brother sister son daughter wife husband baby child kid grandfather grandmother friend neighbour
  library book novel poem newspaper magazine museum theatre concert band guitar piano painting photo camera picture
  police court judge lawyer contract election president minister border army war
  body head hand leg arm heart blood pain medicine hospital patient nurse
  river lake sea beach mountain forest tree flower bird fish horse cow moon star planet rain snow sun wind
  game match player goal coach league tournament referee marathon swim gym membership
  monday tuesday wednesday thursday friday saturday sunday birthday christmas holiday vacation wedding party
  offsite meeting slide presentation appointment salary loan bank shop store parcel coupon shirt shoe
`
  .trim()
  .split(/\s+/);
/** Some of them mean something here too. */
const MEANT_HERE = 'visa word file image node key bank ticket match store light light star head';
const termsOfOthers = lazily(() => {
  const here = new Set(termsOf(MEANT_HERE));
  return new Set(WORDS.flatMap(termsOf).filter((term) => !here.has(term)));
});

const LONGEST = 8_192;

/** What clients say of an answer with an error, and servers of a body: whatever program it is part of, an API gave it. */
const OF_ANSWER =
  /\bJSON parse error - |\b(?:JSON|(?<!raw |exact )request) body\b|\bbody of (?:the|your) request\b|\bJSON you (?:submitted|sent)\b|\bresulted in a `?[45]\d\d|\bRequest failed with status code [45]\d\d|\b(?:Client|Server) Error: [^\n]{1,60} for url|\bHttp(?:Client|Server)ErrorException\b|\bWebClientResponseException\b|\bFeignException\b|\bRestClient::|\bthe server responded with a status of [45]\d\d|<(?:title|h1)>\s{0,9}[45]\d\d [A-Z]/i;

/** The hosts, clients and headers of well-known services: what an error of theirs says, this catalog's entries need not mean. */
const OTHER_SERVICE = new RegExp(
  [
    String.raw`\b(?:[\w-]{1,63}\.){0,4}(?:amazonaws|(?<!oauth2\.)googleapis|api\.github|docs\.github|api\.gitlab|api\.stripe|stripe\.com/docs|docs\.stripe|api\.twilio|twilio\.com/docs|sendgrid|api\.mailgun|api\.openai|platform\.openai|api\.anthropic|discord\.com/api|api\.telegram|myshopify|api\.paypal|api\.hubapi|api\.notion|api\.airtable|api\.cloudflare|api\.digitalocean|api\.heroku|api\.vercel|graph\.microsoft|management\.azure|vault\.azure|graph\.facebook|api\.twitter|api\.spotify|slack\.com/api|registry\.npmjs|docker\.(?:com|io)|registry\.terraform|pypi|binance)\b`,
    String.raw`\bbotocore\b|\bcom\.amazonaws\.|@aws-sdk\b|\baws-sdk\b|\bAWS (?:Error|access|secret|request|service)\b|\bAmazon S3\b|\bx-amz-`,
    String.raw`\bStripe\w{0,30}Error\b|\bstripe\.(?:error|_error)\b|\bopenai\.\w{1,40}Error\b|\banthropic\.\w{1,40}Error\b|\bgoogleapi: |\bgoogle\.api_core\b|\bgoogleapiclient\b|\bgcloud\b|@(?:octokit|sendgrid|slack|discordjs)\b|\bOctokit\b`,
    String.raw`\bslack_(?:sdk|webapi)|\bSlackApiError\b|\bTwilio\w{0,20}Exception\b|\bdiscord\.(?:errors|ext|py)\b|\bDiscordAPIError\b|\btelegram\.error\b|\btelethon\b|\bpyrogram\b|\btweepy\b|\bshopify_api\b|\bazure\.core\b|\bAzure\.RequestFailedException\b|\bAADSTS\d{4,7}\b`,
  ].join('|'),
  'i',
);
const OF_ANY_SERVICE = new Set([
  'api',
  'docs',
  'com',
  'error',
  'request',
  'service',
  'access',
  'core',
  'platform',
  'sdk',
]);

/** Whether a text is about a well-known service that is none of the catalog's own. */
export function isOfOtherService(text: string, { entries }: Catalog): boolean {
  const found = OTHER_SERVICE.exec(text.slice(0, LONGEST))?.[0].toLowerCase();
  // Where no entry has a status, they are told apart by nothing.
  if (found === undefined || !entries.some(({ http_statuses }) => http_statuses.length > 0)) return false;
  const names = found.split(/[^a-z]{1,10}/).filter((name) => name.length > 2 && !OF_ANY_SERVICE.has(name));
  return !entries.some(({ service, links }) =>
    [service ?? '', ...links].some((own) => names.some((name) => own.toLowerCase().includes(name))),
  );
}

/** Whether a text bears the mark of another program. */
export function hasForeignMark(text: string): boolean {
  const searched = text.slice(0, LONGEST);
  return !OF_ANSWER.test(searched) && MARKS.some((mark) => mark.test(searched));
}

/** How many of some terms belong to other trades, of those that `isKnown` does not know. */
export function foreignTerms(terms: readonly string[], isKnown: (term: string) => boolean): number {
  return terms.filter((term) => termsOfOthers().has(term) && !isKnown(term)).length;
}
