import type { Case } from './case.ts';

/** A code standing where a code stands. */
export const dressed: readonly Case[] = [
  // invalid_request
  {
    input: `{
  "error": {
    "code": "invalid_request",
    "message": "Query parameter 'limit' must be an integer between 1 and 100.",
    "request_id": "req_7Hq2mZk01"
  }
}`,
    expect: 'invalid_request',
  },
  {
    input:
      'https://app.example.com/callback?error=invalid_request&error_description=Missing%20required%20parameter%3A%20response_type&state=af0ifjsldkj',
    expect: 'invalid_request',
  },
  {
    input: `$ curl -i https://api.example.com/v1/workspaces/404?limit=abc
HTTP/1.1 400 Bad Request
date: Tue, 04 Mar 2025 10:22:31 GMT
content-type: application/json
content-length: 121
x-request-id: req_a81k

{"error":{"code":"invalid_request","message":"limit: not a number","request_id":"req_a81k"}}`,
    expect: 'invalid_request',
  },
  {
    input: `Traceback (most recent call last):
  File "/srv/app/jobs/sync.py", line 41, in <module>
    client.users.list(page_size="all")
  File "/srv/venv/lib/python3.12/site-packages/platform_sdk/_base.py", line 612, in _request
    raise self._status_error(err.response) from None
platform_sdk.BadRequestError: Error code: 400 - {'error': {'code': 'invalid_request', 'message': 'page_size must be an integer', 'request_id': 'req_u17'}}`,
    expect: 'invalid_request',
  },
  {
    input: String.raw`{"level":"error","time":"2025-02-11T08:01:13.201Z","msg":"upstream call","body":"{\"error\":{\"code\":\"invalid_request\",\"message\":\"Unknown parameter 'fliter'\",\"request_id\":\"req_9ffa\"}}"}`,
    expect: 'invalid_request',
  },

  // validation_failed
  {
    input:
      '{"error":{"code":"validation_failed","message":"owner_id: user not found","request_id":"req_05Tn"}}',
    expect: 'validation_failed',
  },
  {
    input: `{
  "detail": {
    "code": "validation_failed",
    "message": "branding.primary_color must be a hex color such as #0055ff",
    "request_id": "req_kk20"
  }
}`,
    expect: 'validation_failed',
  },
  {
    input:
      '{"error":{"code":"validation_failed","message":"slug: workspace_slug_too_short (got \'ab\')","request_id":"req_11aa"}}',
    expect: 'validation_failed',
    also: ['workspace_slug_too_short'],
  },
  {
    input: `HTTP/2 400
content-type: application/json

{
  "error": {
    "code": "validation_failed",
    "message": "2 fields failed",
    "details": [
      { "field": "redirect_uris.0", "code": "redirect_uri_invalid" },
      { "field": "webhook.url", "code": "webhook_url_invalid" }
    ],
    "request_id": "req_Qm3"
  }
}`,
    expect: 'validation_failed',
    also: ['redirect_uri_invalid', 'webhook_url_invalid'],
  },
  {
    input: `Exception in thread "main" com.example.platform.exception.ApiException: validation_failed: name must not be blank (request req_J9x)
	at com.example.platform.http.ResponseHandler.raise(ResponseHandler.java:88)
	at com.example.platform.WorkspacesApi.update(WorkspacesApi.java:204)
	at com.acme.onboarding.Main.main(Main.java:31)`,
    expect: 'validation_failed',
  },
  {
    input:
      'our form keeps rejecting the accent color, response below\n\n```json\n{\n  "error": {\n    "code": "validation_failed",\n    "message": "accent: \'blue\' is not a hex color",\n    "request_id": "req_zz81"\n  }\n}\n```\n\nwhat am I missing?',
    expect: 'validation_failed',
  },
  {
    input:
      'level=warn ts=2025-01-30T17:20:09Z caller=api.go:77 status=400 code=validation_failed msg="cause: workspace_slug_invalid at position 4" path=/v1/workspaces',
    expect: 'validation_failed',
    also: ['workspace_slug_invalid'],
  },

  // unauthorized
  {
    input: `> GET /v1/workspaces HTTP/2
> Host: api.example.com
> User-Agent: curl/8.5.0
> Accept: */*
>
* Request completely sent off
< HTTP/2 401
< content-type: application/json
< date: Fri, 10 Jan 2025 12:00:00 GMT
<
{"error":{"code":"unauthorized","message":"Missing Authorization header.","request_id":"req_pQ1"}}
* Connection #0 to host api.example.com left intact`,
    expect: 'unauthorized',
  },
  {
    input:
      '{"content":[{"type":"text","text":"{\\"error\\":{\\"code\\":\\"unauthorized\\",\\"message\\":\\"Token expired at 2025-03-01T00:00:00Z\\",\\"request_id\\":\\"req_mm4\\"}}"}],"isError":true}',
    expect: 'unauthorized',
  },
  {
    input: `AxiosError: Request failed with status code 401
    at settle (/app/node_modules/axios/dist/node/axios.cjs:2019:12)
    at IncomingMessage.handleStreamEnd (/app/node_modules/axios/dist/node/axios.cjs:3135:11) {
  code: 'ERR_BAD_REQUEST',
  config: { method: 'get', url: 'https://api.example.com/v1/me', headers: { Authorization: 'Bearer fake-token-for-tests' } },
  response: {
    status: 401,
    statusText: 'Unauthorized',
    data: { error: { code: 'unauthorized', message: 'No token or expired token', request_id: 'req_0kd' } }
  }
}`,
    expect: 'unauthorized',
  },
  {
    input: '{"detail":"unauthorized"}',
    expect: 'unauthorized',
  },
  {
    input: `error:
  code: unauthorized
  message: Session token has expired, sign in again
  request_id: req_yaml01`,
    expect: 'unauthorized',
  },

  // invalid_token
  {
    input:
      'WWW-Authenticate: Bearer realm="platform", error="invalid_token", error_description="The signature does not verify"',
    expect: 'invalid_token',
  },
  {
    input: `HTTP/1.1 401 Unauthorized
Server: envoy
WWW-Authenticate: Bearer error="invalid_token", error_description="kid not in JWKS"
Content-Length: 0

`,
    expect: 'invalid_token',
  },
  {
    input: String.raw`{"level":50,"time":1736500000000,"pid":17,"hostname":"worker-2","err":{"type":"PlatformError","message":"signature mismatch","code":"invalid_token","stack":"PlatformError: signature mismatch\n    at verify (/app/auth.js:20:9)"},"msg":"machine auth failed"}`,
    expect: 'invalid_token',
  },
  {
    input: `/usr/local/bundle/gems/platform-2.1.0/lib/platform/client.rb:58:in 'Platform::Client#request': [invalid_token] token does not sign with the expected key (Platform::AuthenticationError)
	from /usr/local/bundle/gems/platform-2.1.0/lib/platform/resources/user.rb:12:in 'Platform::User.list'
	from bin/nightly.rb:9:in '<main>'`,
    expect: 'invalid_token',
  },
  {
    input:
      '{"error":{"code":"invalid_token","message":"Signed with an unknown key. Did you rotate the machine k',
    expect: 'invalid_token',
  },

  // forbidden_by_scope
  {
    input:
      '{"error":{"code":"forbidden_by_scope","message":"This action needs workspaces:write.","request_id":"req_33Q"}}',
    expect: 'forbidden_by_scope',
  },
  {
    input:
      'HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nX-Request-Id: req_crlf1\r\n\r\n{\r\n  "error": {\r\n    "code": "forbidden_by_scope",\r\n    "message": "Missing scope users:delete",\r\n    "request_id": "req_crlf1"\r\n  }\r\n}\r\n',
    expect: 'forbidden_by_scope',
  },
  {
    input: `PHP Fatal error:  Uncaught Platform\\Exception\\ForbiddenException: [forbidden_by_scope] Token lacks idp:write in /var/www/html/vendor/platform/sdk/src/HttpClient.php:143
Stack trace:
#0 /var/www/html/vendor/platform/sdk/src/Idp.php(40): Platform\\HttpClient->post()
#1 /var/www/html/public/index.php(22): Platform\\Idp->create()
#2 {main}
  thrown in /var/www/html/vendor/platform/sdk/src/HttpClient.php on line 143`,
    expect: 'forbidden_by_scope',
  },
  {
    input:
      '2025/03/02 11:04:05 create webhook: platform: 403 forbidden_by_scope: token lacks scope webhooks:write (request_id=req_go7)',
    expect: 'forbidden_by_scope',
  },
  {
    input: `{
  "type": "https://docs.example.com/errors/forbidden_by_scope",
  "title": "Missing scope",
  "status": 403,
  "detail": "The token was issued with read-only access.",
  "instance": "/v1/workspaces/acme/members"
}`,
    expect: 'forbidden_by_scope',
  },

  // requires_confirmation
  {
    input: String.raw`{"jsonrpc":"2.0","id":12,"result":{"content":[{"type":"text","text":"{\n  \"error\": {\n    \"code\": \"requires_confirmation\",\n    \"message\": \"Deleting workspace 'acme' needs confirmed: true.\",\n    \"request_id\": \"req_mcp3\"\n  }\n}"}],"isError":true}}`,
    expect: 'requires_confirmation',
  },
  {
    input: `\x1b[31m✖ Error\x1b[39m \x1b[1mrequires_confirmation\x1b[22m: pass \x1b[36m--confirmed\x1b[39m to delete \x1b[33m3\x1b[39m users \x1b[2m(req_ansi1)\x1b[22m`,
    expect: 'requires_confirmation',
  },
  {
    input:
      'My agent tried to drop a workspace and got this back: {"error":{"code":"requires_confirmation","message":"Destructive operation","request_id":"req_d01"}} - should it just retry?',
    expect: 'requires_confirmation',
  },
  {
    input: `{
  "data": null,
  "errors": [
    {
      "message": "Refusing to delete without confirmation",
      "path": ["deleteWorkspace"],
      "extensions": { "code": "requires_confirmation", "requestId": "req_gql2" }
    }
  ]
}`,
    expect: 'requires_confirmation',
  },
  {
    input:
      'ts=2025-02-02T02:02:02Z level=error tool=delete_user status=403 error_code=requires_confirmation request_id=req_lf9 duration=14ms',
    expect: 'requires_confirmation',
  },

  // not_found
  {
    input:
      '{"error":{"code":"not_found","message":"Workspace \'acme-old\' does not exist.","request_id":"req_404a"}}',
    expect: 'not_found',
  },
  {
    input: `Unhandled exception. Platform.Sdk.PlatformApiException: No such identity provider (code: not_found, status: 404, request: req_cs1)
   at Platform.Sdk.Http.ApiConnection.ThrowAsync(HttpResponseMessage response) in /_/src/Http/ApiConnection.cs:line 97
   at Platform.Sdk.IdpClient.GetAsync(String id) in /_/src/IdpClient.cs:line 33
   at Program.<Main>$(String[] args) in /src/Program.cs:line 12`,
    expect: 'not_found',
  },
  {
    input: `* Connected to api.example.com (203.0.113.7) port 443
> DELETE /v1/webhooks/wh_503 HTTP/1.1
> Host: api.example.com
> Authorization: Bearer test_not_a_real_token
>
< HTTP/1.1 404 Not Found
< Content-Type: application/json
< X-RateLimit-Remaining: 498
<
{"error":{"code":"not_found","message":"No webhook wh_503","request_id":"req_v7"}}`,
    expect: 'not_found',
  },
  {
    input:
      '&lt;pre&gt;{&quot;error&quot;:{&quot;code&quot;:&quot;not_found&quot;,&quot;message&quot;:&quot;gone&quot;}}&lt;/pre&gt;',
    expect: 'not_found',
  },
  {
    input: '{"detail":{"code":"not_found","message":"invitation not visible to this token"}}',
    expect: 'not_found',
  },

  // workspace_slug_taken
  {
    input: `{
"error": {
"code": "workspace_slug_taken",
"message": "The slug 'acme' is already in use. Try 'acme-corp' or pick another.",
"request_id": "req_xyz123"
}
}`,
    expect: 'workspace_slug_taken',
  },
  {
    input: `PlatformError [workspace_slug_taken]: The slug 'northwind' is already in use.
    at Client.request (/app/node_modules/@platform/sdk/dist/client.js:212:13)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)
    at async createWorkspace (/app/src/routes/workspaces.ts:48:21) {
  status: 409,
  requestId: 'req_n0de1'
}`,
    expect: 'workspace_slug_taken',
  },
  {
    input:
      '%7B%22error%22%3A%7B%22code%22%3A%22workspace_slug_taken%22%2C%22message%22%3A%22The%20slug%20is%20in%20use%22%2C%22request_id%22%3A%22req_url1%22%7D%7D',
    expect: 'workspace_slug_taken',
  },
  {
    input: `HTTP/2 409
content-type: application/problem+json

{"type":"https://api.example.com/problems/workspace_slug_taken","title":"Conflict","status":409,"detail":"acme is used by another workspace"}`,
    expect: 'workspace_slug_taken',
  },
  {
    input: '{"error":{"code":"workspace_slug_taken"',
    expect: 'workspace_slug_taken',
  },
  {
    input:
      'hi, when creating a workspace in onboarding our customer gets\n\n> **409** `workspace_slug_taken` - The slug "globex" is already in use.\n\nThanks!',
    expect: 'workspace_slug_taken',
  },

  // state_conflict
  {
    input:
      '{"error":{"code":"state_conflict","message":"Cannot delete while provisioning.","request_id":"req_st8"}}',
    expect: 'state_conflict',
  },
  {
    input: `httpx.HTTPStatusError: Client error '409 Conflict' for url 'https://api.example.com/v1/workspaces/acme'
For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/409
body: {"error": {"code": "state_conflict", "message": "workspace is being provisioned", "request_id": "req_hx2"}}`,
    expect: 'state_conflict',
  },
  {
    input: String.raw`2025-03-05 09:12:44,019 ERROR celery.worker payload="{\\\"error\\\":{\\\"code\\\":\\\"state_conflict\\\",\\\"message\\\":\\\"already deleting\\\",\\\"request_id\\\":\\\"req_esc2\\\"}}"`,
    expect: 'state_conflict',
  },
  {
    input: `com.example.platform.ConflictException: state_conflict
	at com.example.platform.internal.Errors.from(Errors.java:51)
	at com.example.platform.internal.Http.execute(Http.java:133)
Caused by: java.io.IOException: 409 for DELETE /v1/workspaces/ws_12
	... 14 more`,
    expect: 'state_conflict',
  },
  {
    input: 'status=409 code=state_conflict resource=workspace/ws_77 state=provisioning op=delete',
    expect: 'state_conflict',
  },

  // enterprise_only
  {
    input: `{
  "error": {
    "code": "enterprise_only",
    "message": "SCIM provisioning is available on the Enterprise plan.",
    "request_id": "req_ent1"
  }
}`,
    expect: 'enterprise_only',
  },
  {
    input:
      '{"content":[{"type":"text","text":"{\\"error\\":{\\"code\\":\\"enterprise_only\\",\\"message\\":\\"Audit export\\"}}"}],"isError":true}',
    expect: 'enterprise_only',
  },
  {
    input: `requests.exceptions.HTTPError: 422 Client Error: Unprocessable Entity for url: https://api.example.com/v1/scim/tokens
Response body: {"error":{"code":"enterprise_only","message":"Upgrade required, you are on Pro","request_id":"req_py9"}}`,
    expect: 'enterprise_only',
  },
  {
    input: '{"detail":"enterprise_only"}',
    expect: 'enterprise_only',
  },
  {
    input: `panic: failed to enable custom domain: platform.Error{Status:422, Code:"enterprise_only", Message:"custom SLA", RequestID:"req_go1"}

goroutine 1 [running]:
main.main()
	/src/cmd/setup/main.go:27 +0x1d4
exit status 2`,
    expect: 'enterprise_only',
  },

  // pro_required
  {
    input:
      '{"error":{"code":"pro_required","message":"Custom branding needs Pro or higher.","request_id":"req_pr0"}}',
    expect: 'pro_required',
  },
  {
    input: `< HTTP/1.1 422 Unprocessable Entity
< content-type: application/json
<
{"error":{"code":"pro_required","message":"Not on the Free plan. See Enterprise for more.","request_id":"req_pr2"}}`,
    expect: 'pro_required',
  },
  {
    input: `- error:
    code: pro_required
    message: "Upgrade to add a second identity provider"
    request_id: req_y22
  status: 422`,
    expect: 'pro_required',
  },
  {
    input:
      '{"level":40,"time":1740000001234,"pid":1,"name":"billing","status":422,"code":"pro_required","msg":"feature gate"}',
    expect: 'pro_required',
  },
  {
    input: `PlatformError: Removing the badge is not in your plan
    at Object.throwIfBad (webpack-internal:///./node_modules/@platform/sdk/errors.js:44:11)
    at async PATCH (webpack-internal:///(rsc)/./app/api/branding/route.ts:19:5) {
  code: 'pro_required',
  status: 422,
  requestId: 'req_nx7'
}`,
    expect: 'pro_required',
  },

  // rate_limited
  {
    input: `HTTP/1.1 429 Too Many Requests
Retry-After: 37
X-RateLimit-Limit: 100
X-RateLimit-Remaining: 0
Content-Type: application/json

{"error":{"code":"rate_limited","message":"Slow down.","request_id":"req_rl1"}}`,
    expect: 'rate_limited',
  },
  {
    input: `Traceback (most recent call last):
  File "import_users.py", line 18, in main
    api.users.create(**row)
platform.errors.RateLimitedError: 429 Too Many Requests code=rate_limited retry_after=12 request_id=req_rl2`,
    expect: 'rate_limited',
  },
  {
    input: `time=2025-03-01T10:00:03.114Z level=WARN msg="retrying" attempt=3 err="platform: rate_limited (429)" backoff=4s`,
    expect: 'rate_limited',
  },
  {
    input:
      '{"errors":[{"message":"Too many requests","extensions":{"code":"rate_limited","http":{"status":429}}}],"data":{"users":null}}',
    expect: 'rate_limited',
  },
  {
    input: `First call: {"error":{"code":"rate_limited","message":"100 per minute","request_id":"req_two1"}}
After waiting a minute: {"error":{"code":"upstream_error","message":"bad response from region","request_id":"req_two2"}}`,
    expect: 'rate_limited',
    also: ['upstream_error'],
  },

  // internal_error
  {
    input: `{
  "error": {
    "code": "internal_error",
    "message": "Something went wrong. Reference: not found in shard 4.",
    "request_id": "req_500x"
  }
}`,
    expect: 'internal_error',
  },
  {
    input: `Platform::ServerError: internal_error (req_rb88)
  vendor/bundle/ruby/3.3.0/gems/platform-2.1.0/lib/platform/errors.rb:31:in 'raise_for'
  app/services/invite.rb:14:in 'call'
  app/controllers/invites_controller.rb:9:in 'create'`,
    expect: 'internal_error',
  },
  {
    input:
      '{&quot;error&quot;:{&quot;code&quot;:&quot;internal_error&quot;,&quot;message&quot;:&quot;unexpected&quot;,&quot;request_id&quot;:&quot;req_h1&quot;}}',
    expect: 'internal_error',
  },
  {
    input: `resp, err := c.Do(req) failed: POST https://api.example.com/v1/users: 500 internal_error: nil map write [req_g0x]`,
    expect: 'internal_error',
  },
  {
    input: `{"type":"about:blank/internal_error","title":"Internal Server Error","status":500,"code":"internal_error","trace":"req_p5"}`,
    expect: 'internal_error',
  },

  // upstream_error
  {
    input:
      '{"error":{"code":"upstream_error","message":"The e-mail provider answered 500.","request_id":"req_up1"}}',
    expect: 'upstream_error',
  },
  {
    input: `\x1b[90m12:44:01\x1b[0m \x1b[31mERR\x1b[0m send invite failed \x1b[36mcode=\x1b[0mupstream_error \x1b[36mstatus=\x1b[0m502 \x1b[36mrequest_id=\x1b[0mreq_up2`,
    expect: 'upstream_error',
  },
  {
    input: `HTTP/2 502
server: cloudflare
cf-ray: 8f00000000000000-AMS
content-type: application/json

{"error":{"code":"upstream_error","message":"db primary unreachable: connection refused","request_id":"req_up3"}}`,
    expect: 'upstream_error',
  },
  {
    input: String.raw`"{\"error\":{\"code\":\"upstream_error\",\"message\":\"timeout after 10s\",\"request_id\":\"req_up4\"}}"`,
    expect: 'upstream_error',
  },
  {
    input: `Platform.Sdk.UpstreamException: upstream_error: bad gateway while calling region eu-1
   at Platform.Sdk.Http.Pipeline.SendAsync(HttpRequestMessage request, CancellationToken ct)
   at Acme.Web.Workers.SyncWorker.ExecuteAsync(CancellationToken stoppingToken)
--- End of stack trace from previous location ---`,
    expect: 'upstream_error',
  },

  // service_unavailable
  {
    input: `HTTP/1.1 503 Service Unavailable
Retry-After: Wed, 05 Mar 2025 04:30:00 GMT
Content-Type: application/json

{"error":{"code":"service_unavailable","message":"Scheduled maintenance","request_id":"req_mt1"}}`,
    expect: 'service_unavailable',
  },
  {
    input: '{"detail":{"code":"service_unavailable","message":"region us-2 degraded"}}',
    expect: 'service_unavailable',
  },
  {
    input:
      '{"level":"error","ts":1741000000.51,"caller":"sync/run.go:88","msg":"list users","error":"platform: 503 service_unavailable (request req_zap)","attempt":5}',
    expect: 'service_unavailable',
  },
  {
    input: `https://login.acme-app.example/oauth/return#error=service_unavailable&error_description=Back+soon&state=xyz`,
    expect: 'service_unavailable',
  },
  {
    input: `Fatal error: Uncaught Platform\\ApiException: service_unavailable: please retry in /app/vendor/platform/php/lib/Client.php:77`,
    expect: 'service_unavailable',
  },

  // workspace_slug_invalid
  {
    input:
      '{"error":{"code":"workspace_slug_invalid","message":"\'Acme_Corp\' has characters that are not allowed.","request_id":"req_si1"}}',
    expect: 'workspace_slug_invalid',
  },
  {
    input: `{
  "type": "https://docs.example.com/errors/workspace_slug_invalid",
  "title": "Slug has disallowed characters",
  "status": 400,
  "detail": "Only a-z, 0-9 and - may be used"
}`,
    expect: 'workspace_slug_invalid',
  },
  {
    input: `Error: workspace_slug_invalid
    at createWorkspace (file:///app/dist/index.mjs:77:11)
    at async file:///app/dist/index.mjs:103:3`,
    expect: 'workspace_slug_invalid',
  },
  {
    input:
      '```\n$ platform workspaces create --slug "Ünïted Foods"\nerror: workspace_slug_invalid: disallowed characters "Ü", "ï", " "\nrequest: req_cli4\n```',
    expect: 'workspace_slug_invalid',
  },
  {
    input:
      'level=error method=POST path=/v1/workspaces slug="my.shop" code=workspace_slug_invalid status=400',
    expect: 'workspace_slug_invalid',
  },

  // workspace_slug_too_short
  {
    input:
      '{"error":{"code":"workspace_slug_too_short","message":"\'ab\' is too short, 3 characters at least.","request_id":"req_ss1"}}',
    expect: 'workspace_slug_too_short',
  },
  {
    input: `{"detail":"workspace_slug_too_short"}`,
    expect: 'workspace_slug_too_short',
  },
  {
    input: `platform_sdk.errors.ValidationError: [400] workspace_slug_too_short: 'x' (request_id: req_ss3)`,
    expect: 'workspace_slug_too_short',
  },
  {
    input: String.raw`{"content":[{"type":"text","text":"{\"error\":{\"code\":\"workspace_slug_too_short\",\"message\":\"minimum 3\",\"request_id\":\"req_ss4\"}}"}],"isError":true}`,
    expect: 'workspace_slug_too_short',
  },
  {
    input: `errors:
- code: workspace_slug_too_short
  field: slug
  value: io`,
    expect: 'workspace_slug_too_short',
  },

  // workspace_slug_reserved
  {
    input: `{
  "error": {
    "code": "workspace_slug_reserved",
    "message": "'admin' is a reserved word.",
    "request_id": "req_sr1"
  }
}`,
    expect: 'workspace_slug_reserved',
  },
  {
    input: '{"detail":"workspace_slug_reserved"}',
    expect: 'workspace_slug_reserved',
  },
  {
    input:
      'So I wanted to name it "api" and the thing answered {"error":{"code":"workspace_slug_reserved","message":"Pick another."}}, is there any way around?',
    expect: 'workspace_slug_reserved',
  },
  {
    input: `com.example.platform.exception.ValidationException: 400 workspace_slug_reserved [slug=auth] requestId=req_sr4
	at com.example.platform.internal.ErrorMapper.map(ErrorMapper.java:64)`,
    expect: 'workspace_slug_reserved',
  },
  {
    input:
      '{"data":{"createWorkspace":null},"errors":[{"message":"www cannot be used","extensions":{"code":"workspace_slug_reserved"}}]}',
    expect: 'workspace_slug_reserved',
  },

  // workspace_provisioning_failed
  {
    input:
      '{"error":{"code":"workspace_provisioning_failed","message":"Initial provisioning blew up.","details":{"step":"dns","reason":"timeout"},"request_id":"req_wp1"}}',
    expect: 'workspace_provisioning_failed',
  },
  {
    input: `{
  "event": "workspace.updated",
  "workspace": { "id": "ws_81", "slug": "initech", "status": "failed" },
  "error": { "code": "workspace_provisioning_failed", "details": "schema migration 0004 returned an error" }
}`,
    expect: 'workspace_provisioning_failed',
  },
  {
    input: `2025-02-18T22:10:00Z worker-3 ERROR provision.run workspace=ws_902 step=database code=workspace_provisioning_failed err="upstream: connection reset"`,
    expect: 'workspace_provisioning_failed',
  },
  {
    input: `PlatformError [workspace_provisioning_failed]: could not create the tenant database
    at Workspaces.waitUntilReady (/srv/node_modules/@platform/sdk/dist/workspaces.js:90:15)
    at async main (/srv/bootstrap.js:14:3)`,
    expect: 'workspace_provisioning_failed',
  },
  {
    input: '{"error":{"code":"workspace_provisioning_failed","message":"check details","details":{"st',
    expect: 'workspace_provisioning_failed',
  },

  // redirect_uri_invalid
  {
    input:
      '{"error":{"code":"redirect_uri_invalid","message":"javascript: is a forbidden scheme","request_id":"req_ri1"}}',
    expect: 'redirect_uri_invalid',
  },
  {
    input: `curl -sS -X POST https://api.example.com/v1/apps -d '{"redirect_uris":["app.example.com/cb"]}' -v
< HTTP/2 400
< content-type: application/json
{"error":{"code":"redirect_uri_invalid","message":"'app.example.com/cb' is not a valid URL","request_id":"req_ri2"}}`,
    expect: 'redirect_uri_invalid',
  },
  {
    input: `Terraform apply failed

│ Error: redirect_uri_invalid
│
│   with platform_app.web,
│   on main.tf line 12, in resource "platform_app" "web":
│   12:   redirect_uris = ["ftp://files.example.com/cb"]
│
│ status 400, request req_ri3`,
    expect: 'redirect_uri_invalid',
  },
  {
    input:
      'app=dashboard level=error msg="update app settings" code="redirect_uri_invalid" uri="https//app.example.com" req=req_ri4',
    expect: 'redirect_uri_invalid',
  },
  {
    input: `{
  "detail": {
    "code": "redirect_uri_invalid",
    "message": "file:// is not permitted"
  }
}`,
    expect: 'redirect_uri_invalid',
  },

  // redirect_uri_localhost_only_dev
  {
    input:
      '{"error":{"code":"redirect_uri_localhost_only_dev","message":"http://localhost:3000/cb is allowed in dev only.","request_id":"req_rl0"}}',
    expect: 'redirect_uri_localhost_only_dev',
  },
  {
    input:
      'https://dash.example.com/apps/new?error=redirect_uri_localhost_only_dev&error_description=http%3A%2F%2Flocalhost%3A5173%20is%20dev-only',
    expect: 'redirect_uri_localhost_only_dev',
  },
  {
    input: `Platform\\Exception\\ValidationException: redirect_uri_localhost_only_dev in /app/vendor/platform/sdk/src/Apps.php:58
Stack trace:
#0 /app/artisan(37): Platform\\Apps->update('app_12', Array)
#1 {main}`,
    expect: 'redirect_uri_localhost_only_dev',
  },
  {
    input: `error:
  code: redirect_uri_localhost_only_dev
  message: this workspace is in production
  request_id: req_rd4`,
    expect: 'redirect_uri_localhost_only_dev',
  },
  {
    input:
      '{"level":50,"time":1739111222333,"pid":9,"hostname":"ci","res":{"statusCode":400},"body":{"error":{"code":"redirect_uri_localhost_only_dev","message":"Pro+ may override"}},"msg":"seed failed"}',
    expect: 'redirect_uri_localhost_only_dev',
  },

  // client_secret_revoked
  {
    input: `{
  "error": {
    "code": "client_secret_revoked",
    "message": "This secret was rotated on 2025-02-27 and is no longer valid.",
    "request_id": "req_cr1"
  }
}`,
    expect: 'client_secret_revoked',
  },
  {
    input: `POST /oauth/token 401 31ms client_id=app_demo client_secret=FAKE-not-a-secret error=client_secret_revoked`,
    expect: 'client_secret_revoked',
  },
  {
    input:
      '{"error":"client_secret_revoked","error_description":"The client secret was rotated more than 24 hours ago."}',
    expect: 'client_secret_revoked',
  },
  {
    input: `Traceback (most recent call last):
  File "/app/auth/exchange.py", line 27, in exchange
    r.raise_for_status()
requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://acme.auth.example.com/oauth/token
response text: {"error": {"code": "client_secret_revoked", "message": "secret ending in ...beef is revoked", "request_id": "req_cr4"}}`,
    expect: 'client_secret_revoked',
  },
  {
    input: '{"detail":{"code":"client_secret_revoked","message":"rotate again or deploy the new one"}}',
    expect: 'client_secret_revoked',
  },

  // idp_oauth_failed
  {
    input:
      '{"error":{"code":"idp_oauth_failed","message":"google answered: invalid_client","request_id":"req_io1"}}',
    expect: 'idp_oauth_failed',
    also: ['invalid_client'],
  },
  {
    input:
      'https://acme.auth.example.com/login?error=idp_oauth_failed&error_description=GitHub+rejected+the+credentials&provider=github',
    expect: 'idp_oauth_failed',
  },
  {
    input: `PlatformError [idp_oauth_failed]: microsoft rejected the credentials
    at IdpClient.test (/app/node_modules/@platform/sdk/dist/idp.js:51:11)
    at async /app/scripts/check-idps.js:8:3`,
    expect: 'idp_oauth_failed',
  },
  {
    input:
      'ts=2025-03-03T03:03:03Z lvl=eror workspace=acme provider=google code=idp_oauth_failed upstream_status=401',
    expect: 'idp_oauth_failed',
  },
  {
    input: `{
  "content": [
    { "type": "text", "text": "{\\"error\\": {\\"code\\": \\"idp_oauth_failed\\", \\"message\\": \\"verify client_id/secret\\"}}" }
  ],
  "isError": true
}`,
    expect: 'idp_oauth_failed',
  },

  // idp_metadata_invalid
  {
    input:
      '{"error":{"code":"idp_metadata_invalid","message":"SAML metadata is not signed.","request_id":"req_im1"}}',
    expect: 'idp_metadata_invalid',
  },
  {
    input: `HTTP/1.1 400 Bad Request
Content-Type: application/json; charset=utf-8

{"error":{"code":"idp_metadata_invalid","message":"line 3: expected </EntityDescriptor>, element 'KeyDescriptor' not found","request_id":"req_im2"}}`,
    expect: 'idp_metadata_invalid',
  },
  {
    input:
      '&quot;error&quot;: {&quot;code&quot;: &quot;idp_metadata_invalid&quot;, &quot;message&quot;: &quot;&amp;lt;EntityDescriptor&amp;gt; missing&quot;}',
    expect: 'idp_metadata_invalid',
  },
  {
    input: `uploading okta.xml ... failed
com.example.platform.ApiException: idp_metadata_invalid: root element is html
	at com.example.platform.IdpApi.uploadMetadata(IdpApi.java:71)`,
    expect: 'idp_metadata_invalid',
  },
  {
    input: `{
  "type": "urn:platform:error:idp_metadata_invalid",
  "title": "Bad SAML metadata",
  "status": 400
}`,
    expect: 'idp_metadata_invalid',
  },

  // idp_already_configured
  {
    input: `{
  "error": {
    "code": "idp_already_configured",
    "message": "Provider 'google' already exists in workspace 'acme'.",
    "request_id": "req_ia1"
  }
}`,
    expect: 'idp_already_configured',
  },
  {
    input: `│ Error: creating platform_idp.google: 409 idp_already_configured (request_id req_ia2)
│
│   on idp.tf line 3, in resource "platform_idp" "google":
│    3: resource "platform_idp" "google" {`,
    expect: 'idp_already_configured',
  },
  {
    input: '{"detail":"idp_already_configured"}',
    expect: 'idp_already_configured',
  },
  {
    input:
      "Platform::ConflictError ([idp_already_configured] github is in this workspace already (req_ia4)):\n  app/jobs/setup_sso_job.rb:22:in 'perform'",
    expect: 'idp_already_configured',
  },
  {
    input: String.raw`msg="tool call failed" tool=add_idp result="{\"error\":{\"code\":\"idp_already_configured\",\"message\":\"use update_idp\"}}"`,
    expect: 'idp_already_configured',
  },

  // payment_method_required
  {
    input:
      '{"error":{"code":"payment_method_required","message":"Add a card before moving to Pro.","request_id":"req_pm1"}}',
    expect: 'payment_method_required',
  },
  {
    input:
      'Subject: upgrade not going through\n\nHello support,\nwe press "Upgrade" and the network tab shows\n\n    {"error":{"code":"payment_method_required","message":"No valid card","request_id":"req_pm2"}}\n\nWe are on the Free plan. Regards, Jo',
    expect: 'payment_method_required',
  },
  {
    input: `platform.BillingError: code=payment_method_required plan=pro customer=cus_fake_1
  File "billing/upgrade.py", line 9, in upgrade`,
    expect: 'payment_method_required',
  },
  {
    input:
      '{"errors":[{"message":"card missing","locations":[{"line":2,"column":3}],"path":["upgradePlan"],"extensions":{"code":"payment_method_required"}}]}',
    expect: 'payment_method_required',
  },
  {
    input:
      '%7B%22error%22%3A%7B%22code%22%3A%22payment_method_required%22%2C%22message%22%3A%22add+a+card%22%7D%7D',
    expect: 'payment_method_required',
  },

  // subscription_past_due
  {
    input: `{
  "error": {
    "code": "subscription_past_due",
    "message": "Invoice in_fake_0042 is unpaid.",
    "request_id": "req_sp1"
  }
}`,
    expect: 'subscription_past_due',
  },
  {
    input:
      '{"content":[{"type":"text","text":"{\\"error\\":{\\"code\\":\\"subscription_past_due\\",\\"message\\":\\"resolve payment to continue\\",\\"request_id\\":\\"req_sp2\\"}}"}],"isError":true}',
    expect: 'subscription_past_due',
  },
  {
    input: `System.AggregateException: One or more errors occurred. (subscription_past_due: payment needed)
 ---> Platform.Sdk.PlatformApiException: subscription_past_due: payment needed
   at Platform.Sdk.WorkspacesClient.CreateAsync(CreateWorkspace body)
   --- End of inner exception stack trace ---`,
    expect: 'subscription_past_due',
  },
  {
    input: `HTTP/1.1 402 Payment Required
content-type: application/json

{"error":{"code":"subscription_past_due","message":"Your last charge did not go through"}}`,
    expect: 'subscription_past_due',
  },
  {
    input: 'WARN  billing.gate org=org_5 code=subscription_past_due action=create_user blocked=true',
    expect: 'subscription_past_due',
  },

  // signups_blocked
  {
    input:
      '{"error":{"code":"signups_blocked","message":"You hit your spending cap for this period.","request_id":"req_sb1"}}',
    expect: 'signups_blocked',
  },
  {
    input:
      'https://app.example.org/welcome#error=signups_blocked&error_description=New%20accounts%20are%20paused&state=r4nd0m',
    expect: 'signups_blocked',
  },
  {
    input: `PlatformError [signups_blocked]: cap of 50 EUR reached
    at SignupService.register (/srv/app/dist/signup.service.js:66:19)
    at async SignupController.post (/srv/app/dist/signup.controller.js:21:16)`,
    expect: 'signups_blocked',
  },
  {
    input: `error:
  code: signups_blocked
  message: "raise the cap or wait until 2025-04-01"`,
    expect: 'signups_blocked',
  },
  {
    input: `Since this morning every new registration on our site ends with "signups_blocked" in the response:

\`\`\`json
{"error": {"code": "signups_blocked", "message": "Spending cap reached", "request_id": "req_sb5"}}
\`\`\`

Logins of existing people (401s aside) are fine.`,
    expect: 'signups_blocked',
  },

  // webhook_url_invalid
  {
    input:
      '{"error":{"code":"webhook_url_invalid","message":"http://hooks.example.com/in is not https","request_id":"req_wu1"}}',
    expect: 'webhook_url_invalid',
  },
  {
    input: `HTTP/2 400
x-request-id: req_wu2
content-type: application/json

{
  "error": {
    "code": "webhook_url_invalid",
    "message": "HEAD https://hooks.example.com/in answered 404",
    "request_id": "req_wu2"
  }
}`,
    expect: 'webhook_url_invalid',
  },
  {
    input: `platform: create endpoint: webhook_url_invalid: HEAD timed out after 5s (req_wu3)`,
    expect: 'webhook_url_invalid',
  },
  {
    input:
      '{"detail":{"code":"webhook_url_invalid","message":"no response to HEAD: 503","value":"https://x.example"}}',
    expect: 'webhook_url_invalid',
  },
  {
    input: `AxiosError: Request failed with status code 400 {
  response: {
    status: 400,
    data: { error: { code: 'webhook_url_invalid', message: 'must be https', request_id: 'req_wu5' } }
  }
}`,
    expect: 'webhook_url_invalid',
  },

  // webhook_secret_required
  {
    input:
      '{"error":{"code":"webhook_secret_required","message":"Endpoint wh_12 has no secret.","request_id":"req_ws1"}}',
    expect: 'webhook_secret_required',
  },
  {
    input: `{
  "type": "https://docs.example.com/errors#webhook_secret_required",
  "title": "Endpoint without a secret",
  "status": 500,
  "instance": "/v1/webhooks/wh_12/test"
}`,
    expect: 'webhook_secret_required',
  },
  {
    input:
      '2025-03-04 06:00:11 +0000 [error]: delivery wh_12 evt_900: webhook_secret_required, giving up after 1 attempt',
    expect: 'webhook_secret_required',
  },
  {
    input: String.raw`{"log":"{\"level\":\"error\",\"body\":\"{\\\"error\\\":{\\\"code\\\":\\\"webhook_secret_required\\\",\\\"message\\\":\\\"missing\\\"}}\"}\n","stream":"stderr","time":"2025-03-04T06:00:12.000Z"}`,
    expect: 'webhook_secret_required',
  },
  {
    input: `platform.errors.PlatformError: webhook_secret_required
  File "/app/hooks.py", line 31, in replay
    client.webhooks.replay("evt_900")`,
    expect: 'webhook_secret_required',
  },

  // invalid_grant
  {
    input: '{ "error": "invalid_grant", "error_description": "The authorization code has expired." }',
    expect: 'invalid_grant',
  },
  {
    input: `> POST /oauth/token HTTP/1.1
> Host: acme.auth.example.com
> Content-Type: application/x-www-form-urlencoded
>
< HTTP/1.1 400 Bad Request
< cache-control: no-store
< content-type: application/json
<
{"error":"invalid_grant","error_description":"redirect_uri does not match the one used for the code"}`,
    expect: 'invalid_grant',
  },
  {
    input: `OAuth2::Error: invalid_grant: code was used before
{"error":"invalid_grant","error_description":"code was used before"}
  oauth2 (2.0.9) lib/oauth2/client.rb:151:in 'parse_response'
  omniauth-oauth2 (1.8.0) lib/omniauth/strategies/oauth2.rb:84:in 'callback_phase'`,
    expect: 'invalid_grant',
  },
  {
    input: `oauth2: "invalid_grant" "code expired"
	main.exchange(0xc0000b4000)
		/src/auth/callback.go:52`,
    expect: 'invalid_grant',
  },
  {
    input: `ResponseBodyError: server responded with an error in the response body
    at checkOAuthBodyError (/app/node_modules/oauth4webapi/build/index.js:950:19) {
  code: 'OAUTH_RESPONSE_BODY_ERROR',
  error: 'invalid_grant',
  status: 400,
  error_description: 'code not found or already redeemed'
}`,
    expect: 'invalid_grant',
  },

  // invalid_client
  {
    input: '{"error":"invalid_client","error_description":"client_id or secret is wrong"}',
    expect: 'invalid_client',
  },
  {
    input: `HTTP/1.1 401 Unauthorized
WWW-Authenticate: Basic realm="oauth", error="invalid_client"
Content-Type: application/json

{"error":"invalid_client"}`,
    expect: 'invalid_client',
  },
  {
    input: `org.springframework.security.oauth2.core.OAuth2AuthorizationException: [invalid_client] Client authentication failed
	at org.springframework.security.oauth2.client.endpoint.DefaultAuthorizationCodeTokenResponseClient.getTokenResponse(DefaultAuthorizationCodeTokenResponseClient.java:80)
	at java.base/java.lang.Thread.run(Thread.java:1583)`,
    expect: 'invalid_client',
  },
  {
    input: `https://shop.example.net/auth/cb#error=invalid_client&error_description=Unknown%20client&state=s-100`,
    expect: 'invalid_client',
  },
  {
    input: `[auth][error] OAuthCallbackError: invalid_client
[auth][details]: { "error": "invalid_client", "error_description": "user not found for client demo_app", "provider": "platform" }`,
    expect: 'invalid_client',
  },

  // unsupported_grant_type
  {
    input:
      '{"error":"unsupported_grant_type","error_description":"\'password\' is not enabled for this application"}',
    expect: 'unsupported_grant_type',
  },
  {
    input: `$ curl -s https://acme.auth.example.com/oauth/token -d grant_type=client_credentials -d client_id=demo -d client_secret=FAKE_SECRET
{
  "error": "unsupported_grant_type",
  "error_description": "client_credentials is off"
}
$`,
    expect: 'unsupported_grant_type',
  },
  {
    input: `oauthlib.oauth2.rfc6749.errors.UnsupportedGrantTypeError: (unsupported_grant_type) device_code is not enabled for your app`,
    expect: 'unsupported_grant_type',
  },
  {
    input: String.raw`{"level":50,"time":1741111111111,"pid":30,"req":{"method":"POST","url":"/oauth/token"},"err":{"message":"{\"error\":\"unsupported_grant_type\",\"error_description\":\"implicit\"}"},"msg":"token exchange"}`,
    expect: 'unsupported_grant_type',
  },
  {
    input:
      'PHP: League OAuth2 IdentityProviderException: unsupported_grant_type (400) in callback.php line 30',
    expect: 'unsupported_grant_type',
  },

  // access_denied
  {
    input:
      'https://app.example.com/cb?error=access_denied&error_description=The%20user%20aborted%20consent&state=Zm9vYmFy',
    expect: 'access_denied',
  },
  {
    input: 'com.example.myapp://oauth/callback#error=access_denied&state=99aa',
    expect: 'access_denied',
  },
  {
    input: `127.0.0.1 - - [05/Mar/2025:10:10:10 +0000] "GET /auth/callback?error=access_denied&state=1b2c HTTP/1.1" 500 1204 "https://acme.auth.example.com/" "Mozilla/5.0 (X11; Linux x86_64)"`,
    expect: 'access_denied',
  },
  {
    input: '{"error":"access_denied","error_description":"user said no"}',
    expect: 'access_denied',
  },
  {
    input: `Unhandled Runtime Error
Error: access_denied (The resource owner denied the request)

Source
src/auth/callback.tsx (18:11) @ handleCallback`,
    expect: 'access_denied',
  },

  // the front is cut off
  {
    input: '…or":{"code":"signups_blocked","message":"Cap reached.","request_id":"req_ft1"}}',
    expect: 'signups_blocked',
  },
  {
    input:
      'de": "idp_metadata_invalid",\n    "message": "no signature",\n    "request_id": "req_ft2"\n  }\n}',
    expect: 'idp_metadata_invalid',
  },
  { input: '"error":"unsupported_grant_type","error_descr', expect: 'unsupported_grant_type' },
  { input: String.raw`\"code\":\"enterprise_only\",\"message\":\"Ask sal`, expect: 'enterprise_only' },

  // two errors in one paste
  {
    input: `HTTP/1.1 401 Unauthorized
content-type: application/json

{"error":{"code":"invalid_token","message":"unknown signing key","request_id":"req_tw1"}}

and after I made a new key:

HTTP/1.1 403 Forbidden
content-type: application/json

{"error":{"code":"forbidden_by_scope","message":"needs users:read","request_id":"req_tw2"}}`,
    expect: 'invalid_token',
    also: ['forbidden_by_scope'],
  },
  {
    input: `10:00:01 level=error code=workspace_provisioning_failed ws=ws_1 request_id=req_tw3
10:00:09 level=error code=state_conflict ws=ws_1 op=delete request_id=req_tw4`,
    expect: 'workspace_provisioning_failed',
    also: ['state_conflict'],
  },
  {
    input: `{"errors":[{"message":"slug","extensions":{"code":"workspace_slug_reserved"}},{"message":"hook","extensions":{"code":"webhook_url_invalid"}}]}`,
    expect: 'workspace_slug_reserved',
    also: ['webhook_url_invalid'],
  },
];
