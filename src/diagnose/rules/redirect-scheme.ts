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
 * Why a scheme cannot stand in a redirect URI, as it follows "The redirect URI …"; null for http and https.
 *
 * Source: "Error codes", `redirect_uri_invalid` ("uses a forbidden scheme", without a list); RFC 8252 section 7.1.
 */
export function schemeProblem(protocol: string): string | null {
  const scheme = protocol.replace(/:$/, '').toLowerCase();
  if (scheme === 'https' || scheme === 'http') return null;
  const named = `uses the scheme ${quoteLowered(`${scheme}:`, 40)}`;
  if (RUNS_CODE.has(scheme)) return `${named}, which is forbidden: a browser runs what it holds. Use https`;
  if (LOCAL.has(scheme)) return `${named}, which is forbidden: it stays inside one machine. Use https`;
  if (OTHER.has(scheme)) return `${named}, to which no browser is redirected. Use https`;
  const form = scheme.includes('.')
    ? ''
    : '; RFC 8252 section 7.1 wants a reversed domain, e.g. com.example.app';
  return `${named}, a custom one. Forbidden schemes are not listed in the document; https is the safe one${form}`;
}
