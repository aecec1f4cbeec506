/**
 * A code for each URI of a problem type: its last segment, or as many as it takes to tell it from the others. A URI
 * without segments is its own code.
 */
export function codesOfTypes(uris: readonly string[]): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  let open = [...new Set(uris)];
  for (const count of [1, 2]) {
    const byCode = new Map<string, string[]>();
    for (const uri of open) {
      const code = lastSegments(uri, count);
      byCode.set(code, [...(byCode.get(code) ?? []), uri]);
    }
    for (const [code, [uri, ...others]] of byCode) {
      if (uri !== undefined && others.length === 0) codes.set(uri, code);
    }
    open = open.filter((uri) => !codes.has(uri));
  }
  for (const uri of open) codes.set(uri, uri);
  return codes;
}

/** The last segments of a URI: a fragment is one, and so is what stands between the colons of a URN. */
function lastSegments(uri: string, count: number): string {
  const bare = uri.replace(/\?[^#]*/, '').replace(/^[a-z][\w+.-]*:\/\/[^/#]*/i, '');
  const segments = bare
    .split(/[/#]/)
    .flatMap((part) => (/^(?:urn|tag):/i.test(uri) ? part.split(':') : [part]));
  const filled = segments.filter((segment) => segment !== '');
  return filled.length === 0 ? uri : filled.slice(-count).join('/');
}

/** Whether a value is the URI of a problem type, and not a plain code. */
export function isTypeUri(value: unknown): value is `${string}:${string}` | `/${string}` {
  return typeof value === 'string' && /^(?:[a-z][\w+.-]{0,30}:\/\/|urn:|tag:|\/)./i.test(value);
}
