import type { Case } from './case.ts';

/** A status line or number with nothing better beside it: the generic code for it. */
export const status: readonly Case[] = [
  // 400
  { input: 'HTTP/1.1 400 Bad Request', expect: 'invalid_request' },
  { input: 'Request failed with status code 400', expect: 'invalid_request' },
  {
    input: `< HTTP/2 400
< date: Mon, 03 Mar 2025 09:00:00 GMT
< content-length: 0
<`,
    expect: 'invalid_request',
  },
  // 401
  { input: 'HTTP/2 401', expect: 'unauthorized' },
  { input: '{"statusCode":401}', expect: 'unauthorized' },
  { input: 'the API gives me a 401 all of a sudden', expect: 'unauthorized' },
  { input: 'AxiosError: Request failed with status code 401', expect: 'unauthorized' },
  // 403
  { input: 'status: 403', expect: 'forbidden_by_scope' },
  {
    input: 'HTTP/1.1 403 Forbidden\r\nserver: nginx\r\ncontent-length: 0\r\n\r\n',
    expect: 'forbidden_by_scope',
  },
  { input: 'got HTTP 403 back', expect: 'forbidden_by_scope' },
  // 404
  { input: '404', expect: 'not_found' },
  {
    input: 'HTTP/1.1 404 Not Found\ncontent-type: application/json\n\n{"detail":"Not Found"}',
    expect: 'not_found',
  },
  {
    input:
      'requests.exceptions.HTTPError: 404 Client Error: Not Found for url: https://api.example.com/v1/workspaces/acme',
    expect: 'not_found',
  },
  { input: 'curl: (22) The requested URL returned error: 404', expect: 'not_found' },
  // 409
  { input: 'HTTP/1.1 409 Conflict', expect: 'state_conflict' },
  { input: 'level=error method=DELETE path=/v1/workspaces/ws_1 status=409', expect: 'state_conflict' },
  { input: 'Error: Unexpected status 409', expect: 'state_conflict' },
  // 422
  { input: 'HTTP/1.1 422 Unprocessable Entity', expect: null },
  { input: 'Request failed with status code 422', expect: null },
  { input: 'our call comes back as a 422', expect: null },
  // 429
  { input: 'HTTP/1.1 429 Too Many Requests', expect: 'rate_limited' },
  { input: 'HTTP/2 429\nretry-after: 30\n', expect: 'rate_limited' },
  { input: 'I keep getting 429s from the API', expect: 'rate_limited' },
  { input: '{"type":"about:blank","title":"Too Many Requests","status":429}', expect: 'rate_limited' },
  // 500
  { input: 'HTTP/1.1 500 Internal Server Error', expect: 'internal_error' },
  { input: 'HTTP status 500', expect: 'internal_error' },
  {
    input:
      'System.Net.Http.HttpRequestException: Response status code does not indicate success: 500 (Internal Server Error).',
    expect: 'internal_error',
  },
  // 502
  { input: 'got a 502 Bad Gateway from nginx', expect: 'upstream_error' },
  {
    input: `<html>
<head><title>502 Bad Gateway</title></head>
<body>
<center><h1>502 Bad Gateway</h1></center>
<hr><center>nginx/1.25.3</center>
</body>
</html>`,
    expect: 'upstream_error',
  },
  {
    input: '10.0.3.4 - - [05/Mar/2025:11:00:00 +0000] "POST /v1/users HTTP/1.1" 502 157',
    expect: 'upstream_error',
  },
  // 503
  { input: 'Request failed with status code 503', expect: 'service_unavailable' },
  { input: 'HTTP/2 503\nretry-after: 120', expect: 'service_unavailable' },
  {
    input:
      "httpx.HTTPStatusError: Server error '503 Service Unavailable' for url 'https://api.example.com/v1/me'",
    expect: 'service_unavailable',
  },
  { input: 'response code: 503', expect: 'service_unavailable' },
];
