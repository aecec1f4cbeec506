/** Matches paths against what a person writes of them. */

/** `/v1/apps/{app}` and `/v1/apps/:app` leave a segment open. */
const OPEN_SEGMENT = /\/(?:\{[^/{}]*\}|:[A-Za-z]\w*)(?=\/|$)/g;

/** Stands for one segment; no path holds it. */
const SEGMENT = '\0';

/**
 * A test of paths: `*` stands for any characters, also none; `{name}` and `:name` for one segment. Query string, host, a
 * slash at the end and case do not count.
 */
export function pathTest(pattern: string): (path: string) => boolean {
  const wanted = plainPath(pattern).replace(OPEN_SEGMENT, `/${SEGMENT}`).toLowerCase();
  if (!/[*\0]/.test(wanted)) return (path) => plainPath(path).toLowerCase() === wanted;
  return (path) => matches(wanted, plainPath(path).toLowerCase());
}

/** The runs of letters and digits that each path has which matches `pattern`: they are written as they are in any log. */
export function wordsOfPath(pattern: string): string[] {
  const fixed = plainPath(pattern).replace(OPEN_SEGMENT, '/*');
  return fixed.match(/[\w.-]+/g) ?? [];
}

/** What stands between two segments: JSON may escape it, once or more. */
const SLASH = '[\\\\/]{1,8}';

/** Sources of patterns, each of which every line holds (in lower case) that shows a path which matches `pattern`. */
export function piecesOfPath(pattern: string): string[] {
  const fixed = plainPath(pattern).replace(OPEN_SEGMENT, '/*').toLowerCase();
  return fixed.split('*').flatMap((piece, index, all) => {
    const segments = piece.split('/').map((segment) => segment.match(/^[\w.-]+$/)?.[0] ?? null);
    const isEnd = index === all.length - 1;
    const runs: string[][] = [[]];
    for (const segment of segments) {
      // What may be written with escapes is left out, and parts the path.
      if (segment === null) runs.push([]);
      else runs.at(-1)?.push(segment.replaceAll('.', '\\.'));
    }
    return runs.flatMap((run, at) => {
      if (run.length === 0 || run.join('').length < 3) return [];
      const isLast = isEnd && at === runs.length - 1;
      return [`${run.join(SLASH)}${isLast ? '(?![\\w-])' : ''}`];
    });
  });
}

/** A path, or a URL, without host, query string, fragment and a slash at its end. */
function plainPath(path: string): string {
  const [bare = ''] = path.split(/[?#]/, 1);
  const local = bare.replace(/^[a-z][a-z0-9+.-]{1,20}:\/\/[^/]*/i, '');
  return local.length > 1 && local.endsWith('/') ? local.slice(0, -1) : local;
}

/** Walks both once, and goes back no further than to the last `*`: the time is bounded by the product of the lengths. */
function matches(pattern: string, path: string): boolean {
  let at = 0;
  let star = -1;
  let mark = 0;
  let place = 0;
  while (place < path.length) {
    const wanted = pattern[at];
    if (wanted === SEGMENT && path[place] !== '/') {
      // All of the segment at once.
      const slash = path.indexOf('/', place);
      place = slash === -1 ? path.length : slash;
      at += 1;
    } else if (wanted === '*') {
      star = at;
      at += 1;
      mark = place;
    } else if (wanted === path[place]) {
      at += 1;
      place += 1;
    } else if (star !== -1) {
      at = star + 1;
      mark += 1;
      place = mark;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
