/** A URI cut into its parts as it is written, without normalising: a redirect URI is compared byte for byte. */

export interface UriParts {
  scheme: string;
  userinfo: string;
  host: string;
  port: string;
  path: string;
  /** With its `?`, empty if there is none. */
  query: string;
  /** With its `#`, empty if there is none. */
  fragment: string;
}

/** The parts by RFC 3986 appendix B. Any text has parts; most of them may be empty. */
export function splitUri(uri: string): UriParts {
  const [beforeFragment, fragment] = cutAt(uri, '#');
  const [beforeQuery, query] = cutAt(beforeFragment, '?');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(beforeQuery)?.[1] ?? '';
  const rest = beforeQuery.slice(scheme === '' ? 0 : scheme.length + 1);
  if (!rest.startsWith('//')) {
    return { scheme, userinfo: '', host: '', port: '', path: rest, query, fragment };
  }
  const slash = rest.indexOf('/', 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const at = authority.lastIndexOf('@');
  const hostPort = authority.slice(at + 1);
  const port = /:(\d*)$/.exec(hostPort);
  return {
    scheme,
    userinfo: at < 0 ? '' : authority.slice(0, at),
    host: port ? hostPort.slice(0, port.index) : hostPort,
    port: port?.[1] ?? '',
    path: slash < 0 ? '' : rest.slice(slash),
    query,
    fragment,
  };
}

/** The URIs in a value that holds several: `a b`, `a,b`, `a vs b`, one a line. One URI if it holds one. */
export function urisIn(value: string): string[] {
  const text = value.slice(0, 16_384);
  const starts: number[] = [];
  for (let at = text.indexOf('://'); at >= 0 && starts.length < 10; at = text.indexOf('://', at + 3)) {
    let start = at;
    while (start > 0 && at - start < 40 && /[a-z0-9+.-]/i.test(text.charAt(start - 1))) start -= 1;
    // `?next=https://…` is a part of the URI that it stands in.
    if (start < at && (start === 0 || /[\s,;|"'<([`]/.test(text.charAt(start - 1)))) starts.push(start);
  }
  if (starts.length < 2) return [value];
  return starts.map((start, index) => {
    const piece = text.slice(start, starts[index + 1]);
    const end = piece.search(/[\s|"'<>`]/);
    return (end < 0 ? piece : piece.slice(0, end)).replace(/[,;)\]]{1,3}$/, '');
  });
}

function cutAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}
