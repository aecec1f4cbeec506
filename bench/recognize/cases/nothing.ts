import type { Case } from './case.ts';

/** Nothing of the catalog stands here. */
export const nothing: readonly Case[] = [
  // codes of other products
  { input: 'ECONNREFUSED', expect: null },
  { input: 'Error: connect ECONNREFUSED 127.0.0.1:5432', expect: null },
  { input: "ENOENT: no such file or directory, open './config.yaml'", expect: null },
  {
    input: 'ERROR: duplicate key value violates unique constraint "users_pkey" (SQLSTATE 23505)',
    expect: null,
  },
  { input: 'ORA-00942: table or view does not exist', expect: null },
  {
    input: '{"error":{"type":"card_error","code":"card_declined","decline_code":"generic_decline"}}',
    expect: null,
  },
  { input: 'PrismaClientKnownRequestError: P2002', expect: null },
  { input: 'CrashLoopBackOff', expect: null },
  { input: 'fatal: not a git repository (or any of the parent directories): .git', expect: null },
  {
    input: "error TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.",
    expect: null,
  },
  { input: 'error[E0382]: borrow of moved value: `buf`', expect: null },
  { input: 'Segmentation fault (core dumped)', expect: null },
  {
    input: 'Exception in thread "main" java.lang.NullPointerException\n\tat com.acme.Foo.bar(Foo.java:12)',
    expect: null,
  },
  {
    input: `Traceback (most recent call last):\n  File "x.py", line 1, in <module>\nKeyError: 'colour'`,
    expect: null,
  },
  { input: 'npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE unable to resolve dependency tree', expect: null },
  {
    input:
      "Error: Cannot find module 'express'\n  code: 'MODULE_NOT_FOUND',\n  requireStack: [ '/app/index.js' ]",
    expect: null,
  },
  { input: 'net::ERR_NAME_NOT_RESOLVED', expect: null },
  { input: 'RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB', expect: null },

  // identifiers of the same style, from elsewhere
  { input: 'mfa_required', expect: null },
  {
    input: '{"error":{"code":"email_not_verified","message":"Check your inbox","request_id":"req_n1"}}',
    expect: null,
  },
  { input: 'card_expired', expect: null },
  { input: 'redirect_loop', expect: null },
  { input: '{"error":"authorization_pending"}', expect: null },
  { input: 'PlatformError [captcha_mismatch]: try the puzzle again', expect: null },
  { input: 'https://app.example.com/cb?error=login_required&state=abc', expect: null },
  { input: 'level=error code=disk_full volume=/data', expect: null },
  { input: 'password_too_weak', expect: null },

  // words without an error
  { input: 'hello', expect: null },
  { input: 'what is the weather like in Lisbon tomorrow?', expect: null },
  { input: 'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.', expect: null },
  { input: 'thanks, that was all!', expect: null },
  { input: 'Can you write me a poem about autumn leaves?', expect: null },
  { input: 'Guten Morgen, wie geht es dir heute?', expect: null },
  { input: 'dzień dobry, o której jest obiad?', expect: null },
  { input: '今日はいい天気ですね', expect: null },
  { input: 'Привет, как прошли выходные?', expect: null },
  { input: '🎉🚀🔥', expect: null },
  { input: 'asdf qwer zxcv', expect: null },

  // "not found" in passing
  { input: 'user not found in the local cache, reading from disk', expect: null },
  { input: 'bash: platfrm: command not found', expect: null },
  { input: 'DEBUG favicon not found in theme folder, using the default icon', expect: null },
  { input: 'I have not found the time to read your book yet', expect: null },

  // numbers which are no statuses
  { input: 'we have 1404 items in stock', expect: null },
  { input: 'the query took 503 ms', expect: null },
  { input: 'Modbus server listening on port 502', expect: null },
  { input: 'released version 4.0.4 this morning', expect: null },
  { input: 'the meeting is in room 404 on the fourth floor', expect: null },
  { input: 'invoice total 429.00 EUR', expect: null },
  { input: 'I bought a 500 GB disk', expect: null },
  { input: 'Tests: 409 passed, 409 total', expect: null },
  { input: '2024-05-03 04:04:00', expect: null },
  { input: 'p50=40ms p95=401ms p99=502ms', expect: null },
  { input: 'commit 4290a1c: bump the lockfile', expect: null },

  // successes
  {
    input: 'HTTP/2 200\ncontent-type: application/json\n\n{"id":"ws_1","slug":"acme","status":"active"}',
    expect: null,
  },
  { input: 'HTTP/1.1 204 No Content\ndate: Mon, 03 Mar 2025 09:00:00 GMT\n', expect: null },
  {
    input: 'HTTP/1.1 200 OK\nX-RateLimit-Limit: 100\nX-RateLimit-Remaining: 57\n\n{"data":[],"total":404}',
    expect: null,
  },
  { input: 'https://app.example.com/callback?code=FAKE_CODE_1&state=af0ifjsldkj', expect: null },
  { input: 'level=info msg="request done" method=GET path=/v1/me status=200 duration_ms=42', expect: null },
  { input: '{"content":[{"type":"text","text":"Workspace created."}],"isError":false}', expect: null },

  // next to nothing
  { input: '{}', expect: null },
  { input: '[]', expect: null },
  { input: '{"error":null}', expect: null },
  { input: '{"error":{"code":"","message":""}}', expect: null },
  { input: 'null', expect: null },
  { input: '???', expect: null },
  { input: '-----', expect: null },

  // other matter
  { input: 'function add(a, b) {\n  return a + b;\n}', expect: null },
  { input: 'SELECT id, name FROM animals WHERE legs > 4 ORDER BY name;', expect: null },
  { input: 'aGVsbG8gd29ybGQsIHRoaXMgaXMgbm90aGluZyBhdCBhbGw=', expect: null },
  { input: '7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069', expect: null },
  { input: '17,Blue kettle,24.90,kitchen,2024-11-02', expect: null },
  {
    input:
      '<!doctype html><html><head><title>My garden</title></head><body><p>Roses and tulips.</p></body></html>',
    expect: null,
  },
  { input: 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nCMD ["node", "index.js"]', expect: null },
  { input: '2 eggs, 200 g flour, 1 pinch of salt; bake for 25 minutes', expect: null },
];
