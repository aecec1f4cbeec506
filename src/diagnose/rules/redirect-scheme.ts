import { quoteLowered } from '../read/show.ts';

const RUNS_CODE = new Set(['javascript', 'vbscript', 'data', 'livescript']);
const LOCAL = new Set(['file', 'blob', 'about', 'filesystem', 'view-source', 'chrome', 'resource', 'jar']);
const OTHER = new Set([
  'ftp',
  'ftps',
  'sftp',
  'ws',
  'wss',
  'mailto',
  'tel',
  'sms',
  'ssh',
  'git',
  'ldap',
  'gopher',
  'urn',
]);

/**
 * Why a scheme cannot stand in a redirect URI, as it follows "The redirect URI …"; null for one that is allowed, and
 * for http and https where the catalog lists none. Source: RFC 8252 section 7.1.
 */
export function schemeProblem(protocol: string, allowed: readonly string[] | undefined): string | null {
  const scheme = protocol.replace(/:$/, '').toLowerCase();
  if (allowed?.includes(scheme)) return null;
  if (scheme === 'https' || scheme === 'http') {
    return allowed === undefined ? null : `uses the scheme '${scheme}:'; allowed are ${listed(allowed)}`;
  }
  const named = `uses the scheme ${quoteLowered(`${scheme}:`, 40)}`;
  if (RUNS_CODE.has(scheme)) return `${named}, which is forbidden: a browser runs what it holds. Use https`;
  if (LOCAL.has(scheme)) return `${named}, which is forbidden: it stays inside one machine. Use https`;
  if (OTHER.has(scheme)) return `${named}, to which no browser is redirected. Use https`;
  if (allowed !== undefined) return `${named}; allowed are ${listed(allowed)}`;
  const form = scheme.includes('.')
    ? ''
    : '; RFC 8252 section 7.1 wants a reversed domain, e.g. com.example.app';
  return `${named}, a custom one. Which schemes are forbidden is not documented; https is the safe one${form}`;
}

function listed(schemes: readonly string[]): string {
  return schemes
    .slice(0, 8)
    .map((scheme) => `${scheme}:`)
    .join(', ');
}
