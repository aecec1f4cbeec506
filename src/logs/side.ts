import { ALIASES } from './line/aliases.ts';
import type { LogLine } from './log.ts';

/** Whose line it is, as far as the line itself says. */
export type Side = 'ours' | 'others' | 'unsaid';

/** Whose a line is, seen from the workspace `own`, which is in lower case. */
export function sideOf(line: LogLine, own: string): Side {
  if (line.workspace !== undefined) return line.workspace.toLowerCase() === own ? 'ours' : 'others';
  // A field of another object or a path is enough to rule a line out, not to prove whose it is.
  return namedElsewhere(line).some((name) => name.toLowerCase() !== own) ? 'others' : 'unsaid';
}

/** The workspaces that a line names in fields of inner objects (`req.params.workspace`) and in its path. */
function namedElsewhere({ rest = {}, path = '' }: LogLine): string[] {
  const inFields = Object.entries(rest)
    .filter(([name]) => isWorkspaceName(name.toLowerCase()))
    .flatMap(([, value]) => (Array.isArray(value) ? value.map(String) : [String(value ?? '')]))
    .filter((value) => value !== '' && value !== '-');
  const [plainPath = ''] = path.split(/[?#]/);
  const inPath = [...plainPath.matchAll(/\/workspaces\/([^/]+)/gi)].map(([, name = '']) => decoded(name));
  return [...inFields, ...inPath];
}

function isWorkspaceName(name: string): boolean {
  return ALIASES.workspace.some((alias) => name === alias || name.endsWith(`.${alias}`));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
