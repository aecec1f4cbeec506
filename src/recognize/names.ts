/**
 * Names of errors that no catalog has to define, as data: those of standards and of protocols in wide use, those of
 * client libraries and systems for a call that got no answer, and those of validators for the rule that a field broke.
 */

import { statusCalled } from '../base/http-status.ts';
import { lazily } from '../base/remember.ts';
import { lettersOf, wordsOf } from '../base/words.ts';

/** A name that a standard defines. */
export interface StandardName {
  /** Its words; case and what joins them do not matter. */
  name: string;
  source: string;
  /** The HTTP status that the standard gives it or that it stands for; null where a status would say too little. */
  status: number | null;
  /** What the standard says it means. */
  says: string;
  /** Other names of the standard that servers in wide use mean by it. */
  instead: readonly string[];
}

type Row = readonly [name: string, status: number | null, says: string, instead?: readonly string[]];

const OAUTH: readonly Row[] = [
  ['invalid request', 400, 'a parameter of the request is missing, repeated or malformed'],
  ['invalid client', 401, 'client authentication failed'],
  [
    'invalid grant',
    null,
    'the authorization code or refresh token is invalid, expired, revoked or used before',
  ],
  [
    'unauthorized_client',
    null,
    'the client may not use this grant type',
    ['invalid client', 'unsupported grant type'],
  ],
  ['unsupported grant type', null, 'the grant type is not supported'],
  ['unsupported_response_type', null, 'the response type is not supported'],
  ['invalid_scope', null, 'the requested scope is invalid, unknown or malformed'],
  ['server_error', 500, 'the authorization server ran into an unexpected condition'],
  ['temporarily_unavailable', 503, 'the authorization server is overloaded or under maintenance'],
];

const BEARER: readonly Row[] = [
  ['invalid token', 401, 'the access token is expired, revoked, malformed or invalid for other reasons'],
  ['insufficient_scope', 403, 'the request needs more scope than the access token has'],
];

const DEVICE: readonly Row[] = [
  ['authorization_pending', null, 'the user has not finished the authorization yet'],
  ['slow_down', 429, 'the client polls too often'],
  ['expired_token', null, 'the device code has expired'],
];

const OPENID: readonly Row[] = [
  ['login_required', null, 'the user must log in'],
  ['consent_required', null, 'the user must consent'],
  ['interaction_required', null, 'the user must interact with the authorization server'],
  ['account_selection_required', null, 'the user must choose an account'],
];

/** Names of gRPC in the order of their numbers, with the HTTP status that google.rpc.Code gives each. */
const GRPC: readonly Row[] = [
  ['CANCELLED', 499, 'the operation was cancelled, typically by the caller'],
  ['UNKNOWN', null, 'an unknown error'],
  ['INVALID_ARGUMENT', 400, 'an argument is invalid'],
  ['DEADLINE_EXCEEDED', 504, 'the deadline passed before the operation was done'],
  ['NOT_FOUND', 404, 'what was asked for was not found'],
  ['ALREADY_EXISTS', 409, 'what was to be created already exists'],
  ['PERMISSION_DENIED', 403, 'the caller may not do this'],
  ['RESOURCE_EXHAUSTED', 429, 'a quota or a resource is used up'],
  ['FAILED_PRECONDITION', null, 'the system is not in the state that the operation needs'],
  ['ABORTED', 409, 'the operation was aborted, typically by a concurrent one'],
  ['OUT_OF_RANGE', 400, 'a value is past the valid range'],
  ['UNIMPLEMENTED', 501, 'the operation is not implemented'],
  ['INTERNAL', 500, 'an internal error'],
  ['UNAVAILABLE', 503, 'the service is unavailable for now'],
  ['DATA_LOSS', 500, 'data is lost or corrupted for good'],
  ['UNAUTHENTICATED', 401, 'the caller has no valid credentials'],
];

const GRAPHQL: readonly Row[] = [
  ['FORBIDDEN', 403, 'the caller may not do this'],
  ['BAD_USER_INPUT', 400, 'an argument of a field is invalid'],
  ['GRAPHQL_PARSE_FAILED', 400, 'the query has a syntax error'],
  ['GRAPHQL_VALIDATION_FAILED', 400, 'the query does not fit the schema'],
  ['INTERNAL_SERVER_ERROR', 500, 'an unspecified error'],
];

/** Numbers of JSON-RPC 2.0, section 5.1. */
const JSON_RPC: readonly Row[] = [
  ['-32700', 400, 'the message is not valid JSON'],
  ['-32600', 400, 'the message is not a valid request'],
  ['-32601', null, 'the method does not exist'],
  ['-32602', 400, 'the parameters of the method are invalid'],
  ['-32603', 500, 'an internal error'],
];

/** Kinds of errors that many services name alike; each stands for a status and says nothing of its own. */
const KINDS: readonly Row[] = [
  ['invalid_request_error', 400, ''],
  ['authentication_error', 401, ''],
  ['not_authenticated', 401, ''],
  ['authentication_failed', 401, ''],
  ['permission_error', 403, ''],
  ['permission_denied', 403, ''],
  ['insufficient_permissions', 403, ''],
  ['access_denied_exception', 403, ''],
  ['AccessDenied', 403, ''],
  ['not_found_error', 404, ''],
  ['resource_not_found', 404, ''],
  ['conflict_error', 409, ''],
  ['rate_limit_error', 429, ''],
  ['rate_limit_exceeded', 429, ''],
  ['too_many_requests_exception', 429, ''],
  ['throttled', 429, ''],
  ['too_many_attempts', 429, ''],
  ['throttling', 429, ''],
  ['throttling_exception', 429, ''],
  ['request_limit_exceeded', 429, ''],
  ['api_error', 500, ''],
  ['internal_failure', 500, ''],
  ['server_error', 500, ''],
];

const TABLES: readonly (readonly [source: string, rows: readonly Row[]])[] = [
  ['RFC 6749', OAUTH],
  ['RFC 6750', BEARER],
  ['RFC 8628', DEVICE],
  ['OpenID Connect', OPENID],
  ['gRPC', GRPC],
  ['GraphQL', GRAPHQL],
  ['JSON-RPC 2.0', JSON_RPC],
  ['', KINDS],
];

const byLetters = lazily(() => {
  const names = new Map<string, StandardName>();
  for (const [source, rows] of TABLES) {
    for (const [name, status, says, instead = []] of rows) {
      const key = standardKey(name);
      if (!names.has(key)) names.set(key, { name, source, status, says, instead });
    }
  }
  return names;
});

/** Class names of HTTP statuses end so. */
const SUFFIX = /(?:error|exception|fault)$/;

function standardKey(name: string): string {
  return /^-\d+$/.test(name) ? name : lettersOf(name).replace(/^http(?=[a-z])/, '');
}

/** What many client libraries call each of their errors. */
const CLASS_OF_CLIENT = /^A(?:PI|pi)(?:Error|Exception)$/;
/** Longer than any name of a status. */
const LONGEST = 60;

/**
 * What a standard or a wide custom means by a name in any spelling, or null where none defines it. Frameworks make
 * codes, classes and constants of what HTTP calls its statuses.
 */
export function standardName(name: string): StandardName | null {
  if (name.length > LONGEST || CLASS_OF_CLIENT.test(name)) return null;
  const key = standardKey(name);
  const known = byLetters().get(key) ?? byLetters().get(key.replace(SUFFIX, ''));
  if (known !== undefined) return known;
  const words = wordsOf(name)
    .join(' ')
    .replace(/^http /, '')
    .replace(/ (?:error|exception|fault)$/, '');
  const status = statusCalled(words);
  return status === null ? null : { name: words, source: 'HTTP', status, says: '', instead: [] };
}

/** The name of a number of gRPC, from 1 on, or null. */
export function grpcName(number: number): StandardName | null {
  const [name] = GRPC[number - 1] ?? [];
  return name === undefined ? null : standardName(name);
}

/** Why a call got no answer. */
export type NoAnswer = 'cors' | 'dns' | 'connection' | 'tls' | 'timeout' | 'aborted' | 'page';

/** Names and sentences of clients and systems for a call that got no answer, the first that fits decides. */
const NO_ANSWER: readonly (readonly [kind: NoAnswer, pattern: RegExp])[] = [
  [
    'cors',
    /\bblocked by CORS\b|\bCross-Origin Request Blocked\b|No 'Access-Control-Allow-Origin' header|is not allowed by Access-Control-Allow-Origin|\bCORS (?:request did not succeed|error|policy)\b/i,
  ],
  [
    'dns',
    /\b(?:ENOTFOUND|EAI_AGAIN|EAI_NONAME|ERR_NAME_NOT_RESOLVED|DNS_PROBE_\w{3,40}|UnknownHostException|NameResolutionError|NSURLErrorCannotFindHost|NSURLErrorDomain Code=-1003)\b|\bno such host\b|name or service not known|could not resolve (?:host|proxy)|temporary failure in name resolution|nodename nor servname|name resolution failed|no address associated with hostname/i,
  ],
  [
    'tls',
    /\b(?:CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w{3,40}CERT\w{0,30}|UNABLE_TO_VERIFY_LEAF_SIGNATURE|ERR_TLS_\w{3,40}|ERR_SSL_\w{3,40}|ERR_CERT_\w{3,40}|EPROTO|SSLError|SSLHandshakeException|CERTIFICATE_VERIFY_FAILED|SSL_ERROR_\w{3,40}|NSURLErrorDomain Code=-120\d)\b|\bx509: |\bTLS handshake (?:timeout|error|fail)|SSL certificate problem|unable to get local issuer certificate|self[- ]signed certificate|certificate (?:verify failed|has expired|is not yet valid)/i,
  ],
  [
    'timeout',
    /\b(?:ETIMEDOUT|ESOCKETTIMEDOUT|ERR_CONNECTION_TIMED_OUT|UND_ERR_\w{0,20}TIMEOUT|SocketTimeoutException|APITimeoutError|ConnectTimeout\w{0,10}|ReadTimeout\w{0,10}|HttpTimeoutException|TimeoutException|NSURLErrorTimedOut|NSURLErrorDomain Code=-1001|reason: :timeout)\b|\bi\/o timeout\b|Client\.Timeout exceeded|context deadline exceeded|operation timed out|connect(?:ion)? timed out|read timed out|timeout of \d{1,9}ms exceeded|curl: \(28\)/i,
  ],
  [
    'connection',
    /\b(?:ECONNREFUSED|ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ERR_NETWORK|ERR_CONNECTION_\w{3,20}|ERR_INTERNET_DISCONNECTED|ERR_EMPTY_RESPONSE|UND_ERR_SOCKET|ConnectException|NewConnectionError|ConnectionResetError|ConnectionRefusedError|RemoteDisconnected|APIConnectionError|NSURLErrorCannotConnectToHost|NSURLErrorDomain Code=-100[459]|reason: :(?:closed|econnrefused))\b|\bunexpected end of stream on\b|\bunreachable hosts\b|\bstream was reset\b|\bsocket hang up\b|connection (?:refused(?!: (?:not authori[sz]ed|bad user))|reset by peer|was reset|aborted)|no route to host|network is unreachable|failed to connect to|connection to [^\n]{1,80} was refused|empty reply from server|server closed the connection|connection closed before message completed|remote end closed connection|curl: \((?:6|7|35|52|56|60)\)|\bfetch failed\b|\bFailed to fetch\b(?! \w)|NetworkError when attempting|Network (?:Error|request failed)\b/i,
  ],
  [
    'page',
    /invalid content[- ]type:? ['"]?text\/html|unexpected token '?<|<!DOCTYPE[^\n]{0,40} is not valid JSON|invalid character '<' looking for beginning|parsing value: <|expected JSON[^\n]{0,40}(?:got|received|but)[^\n]{0,20}(?:html|<)/i,
  ],
  [
    'aborted',
    /\bviolates the following Content Security Policy\b|\bThe user aborted a request\b|\bsignal is aborted\b|\bThis operation was aborted\b|\b(?:ECONNABORTED|ERR_CANCELED|ERR_BLOCKED_BY_\w{3,20}|UND_ERR_ABORTED|AbortError|ABORT_ERR|CanceledError)\b/,
  ],
];

const SEARCHED_FOR_NO_ANSWER = 8_192;

/** Why a text says that a call got no answer, with the words that say so; null where it does not. */
export function noAnswerIn(text: string): { kind: NoAnswer; word: string } | null {
  const searched = text.slice(0, SEARCHED_FOR_NO_ANSWER);
  for (const [kind, pattern] of NO_ANSWER) {
    const word = pattern.exec(searched)?.[0];
    if (word !== undefined) return { kind, word };
  }
  return null;
}

/** Codes of client libraries, systems and log files: whoever made the call wrote them, not the one who answered it. */
const CLIENT_CODE =
  /^(?:UND_ERR_[A-Z_]{2,40}|E(?:CONN|AI_|NOTFOUND|TIMEDOUT|SOCKET|PIPE|HOST|NET|PROTO|ADDR)[A-Z_]{0,30}|MODULE_NOT_FOUND|CERT_HAS_EXPIRED|[A-Z_]{3,50}_CERT(?:_IN_CHAIN|_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|slack_webapi_[a-z_]{2,40}_error|FETCH_ERROR|NETWORK_ERROR|HTTPError|HttpError|AxiosError|StatusCodeError|RequestError|ResponseError|FetchError|TypeError|Error)$/;

/**
 * How the codes begin that Node.js, undici, axios, jose and Chromium make: `ERR_INVALID_URL`, `ERR_BAD_REQUEST`. Any other
 * `ERR_…` is that of whoever answered.
 */
const CLIENT_FAMILY =
  /^ERR_(?:ABORTED|ACCESS_DENIED|ADDRESS_|AMBIGUOUS_ARGUMENT|ARG_NOT_ITERABLE|ASSERTION|ASYNC_|BAD_(?:OPTION|REQUEST|RESPONSE)|BLOCKED_BY_|BROTLI_|BUFFER_|CACHE_MISS|CANCELED|CERT_|CHILD_|CLOSED_MESSAGE_PORT|CONNECTION_|CONSOLE_|CONTENT_|CONTEXT_|CPU_USAGE|CRYPTO_|DEBUGGER_|DEPRECATED|DIR_|DLOPEN_|DNS_|DOMAIN_|EMPTY_RESPONSE|ENCODING_|EVAL_|EVENT_RECURSION|EXECUTION_|FAILED|FALSY_|FEATURE_|FETCH_|FILE_|FR_TOO_MANY_REDIRECTS|FS_|HTTP|ICU_|ILLEGAL_|IMPORT_|INCOMPATIBLE_|INCOMPLETE_CHUNKED|INSPECTOR_|INSUFFICIENT_RESOURCES|INTERNAL_ASSERTION|INTERNET_|INVALID_(?:ADDRESS|ARG|ASYNC|AUTH_CREDENTIALS|BUFFER|CALLBACK|CHAR|CURSOR|DOMAIN|FD|FILE|HANDLE|HTTP|IP|MIME|MODULE|OBJECT|PACKAGE|PERFORMANCE|PROTOCOL|REDIRECT|REPL|RESPONSE|RETURN|STATE|SYNC|THIS|TRANSFER|TUPLE|URI|URL)|IPC_|JWE|JWK|JWS|JWT|LOAD_|MANIFEST_|MESSAGE_TARGET|METHOD_NOT_IMPLEMENTED|MISSING_(?:ARGS|OPTION|PASSPHRASE|PLATFORM)|MODULE_|MULTIPLE_CALLBACK|NAME_|NETWORK|NO_|NOT_(?:BUILDING|IN_|SUPPORT)|OPERATION_FAILED|OSSL_|OUT_OF_|PACKAGE_|PARSE_ARGS|PERFORMANCE_|PROTO_|PROXY_|QUIC_|QUICPROTOCOL|REQUIRE_|RESPONSE_HEADERS|SCRIPT_|SERVER_(?:ALREADY|NOT)|SOCKET_|SOURCE_|SRI_|SSL_|STREAM_|STRING_TOO|SYNTHETIC|SYSTEM_ERROR|TAP_|TEST_FAILURE|TIMED_OUT|TLS_|TOO_MANY_REDIRECTS|TRACE_|TRAILING_|TRANSFORM_|TTY_|TUNNEL_|UNAVAILABLE_DURING|UNESCAPED|UNHANDLED_|UNKNOWN_(?:BUILTIN|CREDENTIAL|ENCODING|FILE|MODULE|SIGNAL|URL)|UNSAFE_PORT|UNSUPPORTED_(?:DIR|ESM|NODE|RESOLVE)|USE_AFTER_CLOSE|VALID_PERF|VM_|WASI_|WASM_|WEBASSEMBLY_|WORKER_|ZLIB_|ZSTD_)/;

export function isClientCode(value: string): boolean {
  return CLIENT_CODE.test(value) || CLIENT_FAMILY.test(value);
}

/** What validators call the rule that a field broke: Zod, Pydantic, JSON Schema, Django, Rails, class-validator. */
const RULES = new Set(
  `invalid_type too_small too_big invalid_string invalid_format not_multiple_of unrecognized_keys invalid_union
  invalid_enum_value invalid_literal invalid_date invalid_value invalid_key invalid_element custom invalid_arguments
  missing string_too_short string_too_long string_type string_pattern_mismatch int_parsing int_type float_parsing
  bool_parsing value_error enum literal_error url_parsing url_type json_invalid extra_forbidden greater_than
  greater_than_equal less_than less_than_equal list_type dict_type too_short too_long
  value_error.missing type_error.integer type_error.float value_error.any_str.min_length value_error.str.regex
  value_error.any_str.max_length type_error.none.not_allowed
  required type format pattern minlength maxlength minimum maximum additionalproperties const oneof anyof
  min_length max_length blank null invalid invalid_choice unique does_not_exist min_value max_value
  inclusion exclusion presence taken confirmation numericality
  islength isemail isurl isnotempty matches isstring isint ishexcolor notblank notnull notempty size email url min max`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** The families of rules of Pydantic and Joi: `value_error.url.scheme`, `string.min`. */
const FAMILY =
  /^(?:value_error|type_error|assertion_error)\.[a-z_.]{2,60}$|^(?:any|string|number|object|array|date|boolean|alternatives)\.[a-zA-Z]{2,40}$/;

export function isRuleOfValidator(value: string): boolean {
  return RULES.has(value.toLowerCase()) || FAMILY.test(value);
}
