/** What an HTTP status is: the numbers from 100 to 599. Which of them are in use, and by which words, is told below. */

const LOWEST_STATUS = 100;
export const HIGHEST_STATUS = 599;

/** Whether a value is a number that can be an HTTP status. */
export function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= LOWEST_STATUS && Number(value) <= HIGHEST_STATUS;
}

/** Whether a text is nothing but a number that can be an HTTP status. */
export function isStatusText(text: string): boolean {
  return /^[1-5]\d\d$/.test(text);
}

/** The HTTP status that a value is or begins with (`404`, `"404"`, `"404 Not Found"`, `"Status code: 404 Not Found"`); undefined for any other value. */
export function readStatus(value: unknown): number | undefined {
  if (typeof value !== 'string') return isStatus(value) ? value : undefined;
  const number = Number(/^(?:Status code: )?(\d{3})(?: [A-Z][A-Za-z' -]{1,40})?$/.exec(value)?.[1]);
  return isStatus(number) ? number : undefined;
}

/** Registered statuses (RFC 9110 and the registry), and those that servers in wide use send besides. */
const KNOWN = new Set(
  [
    [100, 101, 102, 103, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226],
    [300, 301, 302, 303, 304, 305, 307, 308],
    [
      400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 419, 420,
      421,
    ],
    [422, 423, 424, 425, 426, 428, 429, 431, 440, 444, 449, 451, 460, 463, 494, 495, 496, 497, 498, 499],
    [
      500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 511, 520, 521, 522, 523, 524, 525, 526, 527, 529,
      530, 598, 599,
    ],
  ].flat(),
);

/** Whether a text is an HTTP status that is in use. */
export function isKnownStatus(text: string): boolean {
  return isStatusText(text) && KNOWN.has(Number(text));
}

/** What each status is called, by the standard and by those who write about it. */
const REASONS: Readonly<Record<number, RegExp>> = {
  100: /continue/i,
  200: /\bok\b|success/i,
  201: /created/i,
  202: /accepted/i,
  204: /no content/i,
  301: /moved permanently/i,
  302: /found/i,
  304: /not modified/i,
  400: /bad request/i,
  401: /unauthori[sz]ed|unauthenticated/i,
  402: /payment required|request failed/i,
  403: /forbidden/i,
  404: /not found/i,
  405: /(?:method )?not allowed/i,
  406: /not acceptable/i,
  408: /(?:request )?time(?:d )?[ -]?out/i,
  409: /conflict/i,
  410: /gone/i,
  411: /length required/i,
  412: /precondition(?: failed)?/i,
  413: /(?:(?:payload|content|(?:request )?entity) )?too large/i,
  414: /uri too long/i,
  415: /unsupported media(?: type)?/i,
  422: /unprocessable(?: entity| content)?/i,
  423: /locked/i,
  424: /failed dependency/i,
  428: /precondition required/i,
  429: /too many(?: requests)?|rate limit/i,
  500: /internal(?: server)? error|server errors?/i,
  501: /not implemented/i,
  502: /bad gateway/i,
  503: /(?:service )?unavailable/i,
  504: /(?:gateway )?time(?:d )?[ -]?out/i,
};

/** The source of a pattern of what the statuses from `lowest` on are called; made for the flag `i`. */
export function reasonPhrases(lowest = LOWEST_STATUS): string {
  const called = Object.entries(REASONS).filter(([status]) => Number(status) >= lowest);
  return [...new Set(called.map(([, words]) => words.source))].join('|');
}

/** Whether a text says what the status that stands beside it means as an HTTP status. */
export function isReasonPhrase(status: string, text: string): boolean {
  return REASONS[Number(/\d{3}/.exec(status)?.[0])]?.test(text) === true;
}

const CALLED = Object.entries(REASONS).map(([status, words]): [number, RegExp] => {
  return [Number(status), new RegExp(`^(?:${words.source})$`, 'i')];
});

const ANY_CALLED = new RegExp(`^(?:${reasonPhrases(400)})$`, 'i');

/** The status of an error that is called just so (`too many requests`), or null. */
export function statusCalled(words: string): number | null {
  // Few texts are such a name: they are asked about by one pattern first.
  if (!ANY_CALLED.test(words)) return null;
  return CALLED.find(([status, pattern]) => status >= 400 && pattern.test(words))?.[0] ?? null;
}
