/** The names that incidents are made of. All are invented; addresses are of the blocks kept for documentation. */

export const WORKSPACES = [
  'acme', 'globex', 'initech', 'umbrella', 'hooli', 'vandelay', 'stark-labs', 'wonka', 'tyrell', 'cyberdyne',
  'soylent', 'dunder-mifflin', 'nakatomi', 'oscorp', 'bluth', 'pied-piper',
] as const; // biome-ignore format: a list of words

export const CLIENTS = [
  { ip: '203.0.113.24', agent: 'storefront/4.2.0 node/20.20.2' },
  { ip: '203.0.113.140', agent: 'Terraform/1.9.8 (+https://www.terraform.io)' },
  { ip: '192.0.2.88', agent: 'Go-http-client/2.0' },
  { ip: '192.0.2.17', agent: 'python-requests/2.32.3' },
  { ip: '198.51.100.61', agent: 'okhttp/4.12.0' },
  { ip: '198.51.100.9', agent: 'curl/8.9.1' },
  { ip: '203.0.113.77', agent: 'axios/1.7.7' },
] as const;

export const BROWSER = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0';

export const REGIONS = ['eu-west', 'eu-central', 'us-east', 'us-west', 'ap-south'] as const;

export const HOST = 'api.platform.example';

/** Routes of healthy traffic. No incident plays on them. */
export const NOISE_ROUTES = [
  'GET /v1/reports', 'GET /v1/audit-events', 'GET /v1/members', 'GET /v1/sessions', 'GET /v1/usage',
  'GET /v1/branding', 'PATCH /v1/branding', 'POST /v1/sessions', 'GET /v1/features', 'PUT /v1/preferences',
] as const; // biome-ignore format: a list of routes

/** What fails in healthy traffic, in other workspaces than the incident's: never with a status of 5xx. */
export const NOISE_FAILURES = [
  { status: 404, code: 'not_found', message: 'No such report.' },
  { status: 401, code: 'unauthorized', message: 'The session has ended.' },
  { status: 400, code: 'invalid_request', message: "The parameter 'limit' is not a number." },
] as const;

/** What services say when nothing is wrong. */
export const NOISE_WORDS = [
  'cache refreshed', 'heartbeat sent', 'config unchanged', 'queue depth sampled', 'connection pool stats',
  'session renewed', 'metrics flushed', 'lease renewed', 'garbage collection finished', 'reconcile finished',
] as const; // biome-ignore format: a list of words
