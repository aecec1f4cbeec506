import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fileLog } from '../../src/logs/file-log.ts';
import { tempFolder } from './files/temp-folder.ts';

const ID = 'ord-7c21f0aa';

async function find(text: string | Buffer, id = ID) {
  const folder = await tempFolder();
  await writeFile(join(folder, 'a.log'), text);
  return (await fileLog({ paths: [folder] }).find(id)).lines;
}

/** What the one record that is found says: where it stands, when it was, and all its words. */
async function found(text: string | Buffer) {
  const lines = await find(text);
  expect(lines).toHaveLength(1);
  const [line] = lines;
  return { place: line?.source, time: line?.time ?? null, said: JSON.stringify(line) };
}

const AT = '2026-05-06T07:08:09.120Z';
const NEXT = '2026-05-06T07:08:10.000Z INFO the next one\n';

describe('an event of several lines', () => {
  test.each<[string, string, string[]]>([
    [
      'a trace behind a blank line, with its causes',
      `${AT} ERROR stock ${ID} failed\n\nstock.GoneException: no more\n\tat stock.Shelf.take(Shelf.java:4)\nCaused by: java.io.IOException: disk is full\n`,
      ['no more', 'disk is full'],
    ],
    [
      "a trace with the runtime's time before each line",
      `2026-05-06T07:08:09.120456789Z fail: Stock.Shelf[0]\n2026-05-06T07:08:09.120456790Z       Taking ${ID} failed\n2026-05-06T07:08:09.120456791Z       System.TimeoutException: the shelf is slow\n2026-05-06T07:08:09.120456792Z          at Stock.Shelf.Take() in /src/Shelf.cs:line 4\n`,
      ['"level":"error"', 'Taking', 'the shelf is slow', 'Shelf.cs'],
    ],
    [
      'a box round a message of Julia',
      `┌ Error: taking ${ID} failed\n│   exception =\n│    no more on the shelf\n└ @ Shelf /app/shelf.jl:4\n`,
      ['"level":"error"', 'no more on the shelf'],
    ],
    [
      'causes behind very many frames',
      `${AT} ERROR stock ${ID} failed\nstock.GoneException: no more\n${'\tat stock.Shelf.take(Shelf.java:4)\n'.repeat(300)}Caused by: a.B: in the middle\n${'\tat stock.Disk.read(Disk.java:4)\n'.repeat(300)}Caused by: a.C: at last\n\t... 9 more\n`,
      ['no more', 'in the middle', 'at last'],
    ],
    [
      'a Go panic',
      `2026/05/06 07:08:09 http: panic serving 10.0.0.1:5000: ${ID} has no shelf\ngoroutine 18 [running]:\nnet/http.(*conn).serve.func1()\n\t/usr/local/go/src/net/http/server.go:1868 +0xb9\npanic({0x6a2c40?, 0x7f3e50?})\nmain.shelfOf(...)\n\t/app/main.go:21\n`,
      ['goroutine 18', 'main.shelfOf'],
    ],
    [
      "PHP's further exception",
      `[${AT}] app.ERROR: ${ID} failed {"exception":"[object] (PDOException(code: 7): could not connect at /app/Db.php:12)\n[stacktrace]\n#0 /app/Shelf.php(7): Db->open()\n#1 {main}\n\nNext Shelf\\GoneException: no shelf in /app/Shelf.php:9\nStack trace:\n#0 {main}\n"} \n`,
      ['could not connect', 'no shelf in'],
    ],
    [
      'a Rust panic',
      `${AT} ERROR shelf: taking ${ID}\nthread 'main' panicked at src/shelf.rs:12:9:\nno more on the shelf\nnote: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace\n`,
      ['panicked', 'no more on the shelf'],
    ],
    [
      "a message on the second line of .NET's console",
      `fail: Stock.Shelf[12]\n      Taking ${ID} failed\n      System.InvalidOperationException: no more\n       ---> System.TimeoutException: the shelf is slow\n         at Stock.Shelf.Take() in /src/Shelf.cs:line 4\n`,
      [`Taking ${ID} failed`, 'the shelf is slow'],
    ],
    [
      'what PostgreSQL says further, each line with a head of its own',
      `2026-05-06 07:08:09.120 UTC [41] app@shop ERROR:  deadlock detected\n2026-05-06 07:08:09.120 UTC [41] app@shop DETAIL:  Process 41 waits.\n2026-05-06 07:08:09.120 UTC [41] app@shop STATEMENT:  /* request_id=${ID} */ UPDATE shelf\n\tSET n = 1\n2026-05-06 07:08:10.000 UTC [42] app@shop LOG:  checkpoint\n`,
      ['deadlock detected', '"error"', '"DETAIL:  Process 41 waits."', 'SET n = 1'],
    ],
    [
      'an error of Node with its cause',
      `${AT} error: ${ID} failed\nError: no more\n    at take (/app/shelf.js:3:9) {\n  [cause]: Error: connect ECONNREFUSED 10.0.0.7:5432\n      at TCPConnectWrap.afterConnect (node:net:1555:16)\n}\n`,
      ['no more', 'ECONNREFUSED'],
    ],
    [
      'Python, with one exception during another',
      `ERROR:shelf:${ID} failed\nTraceback (most recent call last):\n  File "/app/a.py", line 3, in take\n    raise Gone(1)\nshelf.Gone: no more\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "/app/b.py", line 9, in main\nRetry: the shelf is locked\n`,
      ['no more', 'the shelf is locked'],
    ],
    [
      'a Rust panic that names the request below its head',
      `thread 'main' panicked at src/shelf.rs:12:9:\nno more for ${ID}\nstack backtrace:\n   0: rust_begin_unwind\n   1: shelf::take\n             at ./src/shelf.rs:12:9\n`,
      ['"fatal"', 'panicked at', 'shelf::take'],
    ],
    [
      'frames of Ruby that are not indented',
      `${AT} ERROR ${ID} failed: RuntimeError (no more):\n/app/shelf.rb:9:in \`take'\n/gems/job.rb:68:in \`block in run'\n`,
      ['shelf.rb:9', 'job.rb:68'],
    ],
    [
      'a traceback that is indented',
      `${AT} ERROR ${ID} failed\n    Traceback (most recent call last):\n      File "/app/a.py", line 3, in take\n    Gone: no more\n`,
      ['a.py', 'Gone: no more'],
    ],
    [
      'the head that Fluentd repeats before each frame',
      `2026-05-06 07:08:09 +0000 [warn]: #0 flush failed chunk="${ID}" error="no more"\n  2026-05-06 07:08:09 +0000 [warn]: #0 /gems/out.rb:114:in \`write'\n`,
      ['no more', 'out.rb:114'],
    ],
    [
      'what stands below a head that says nothing',
      `ERROR ${AT}\n****\nMessage : the shelf refused ${ID}\n`,
      ['"message":"Message : the shelf refused'],
    ],
    [
      'the request that nginx names behind a trace of Lua',
      `2026/05/06 07:08:09 [error] 3#3: *4 lua entry thread aborted: no claims\nstack traceback:\n\t/lua/auth.lua: in function 'check', client: 10.0.0.1, request: "PUT /shelf/4 HTTP/1.1", request_id: "${ID}"\n`,
      ['no claims', '"method":"PUT"', '"path":"/shelf/4"'],
    ],
    [
      'a message that goes on without a head',
      `${AT} ERROR the shelf says about ${ID}:\nno more on it, ask again tomorrow\n`,
      ['ask again tomorrow'],
    ],
  ])('is kept: %s', async (_, text, words) => {
    const { said } = await found(text + NEXT);
    for (const word of words) expect(said).toContain(word);
    expect(said).not.toContain('the next one');
  });

  test.each<[string, string, string | null, string]>([
    [
      'a statement over several lines',
      `${AT} ERROR [db] query failed\nselect *\n  from orders\n where id = '${ID}'\n`,
      AT,
      'query failed',
    ],
    [
      'the last line of a trace',
      `${AT} ERROR taking failed\nTraceback (most recent call last):\n  File "/app/a.py", line 3, in take\nValueError: ${ID} has no shelf\n`,
      AT,
      'taking failed',
    ],
    [
      'a cause',
      `${AT} ERROR taking failed\nshelf.Gone: x\n\tat a.B(C.java:1)\nCaused by: shelf.No: ${ID}\n`,
      AT,
      'taking failed',
    ],
  ])('is shown with its head where the id stands in %s', async (_, text, time, word) => {
    const all = await found(`${NEXT}${text}${NEXT}`);
    expect(all.time).toBe(time);
    expect(all.said).toContain(word);
    expect(all.said).toContain(ID);
    expect(all.said).not.toContain('the next one');
  });

  test.each([
    ['its message', `SEVERE: taking ${ID} failed\njava.io.IOException: gone\n`],
    ['its trace', `SEVERE: taking failed\njava.io.IOException: ${ID} is gone\n`],
  ])('has the time of the first of two lines of java.util.logging, with the id in %s', async (_, text) => {
    const head = 'May 06, 2026 7:08:09 AM stock.Shelf take\n';
    const lines = await find(`${head}INFO: another\n${head}${text}`);
    expect(lines).toMatchObject([
      { time: '2026-05-06T07:08:09.000Z', level: 'error', service: 'stock.Shelf' },
    ]);
  });

  test('is found in a text without times', async () => {
    const { time, said } = await found(`taking failed\n    at take (${ID})\n`);
    expect(time).toBeNull();
    expect(said).toMatch(/taking failed.*at take/);
  });

  test('that is another request names this one in its trace', async () => {
    const [line] = await find(`${AT} ERROR request_id=ord-11111111 failed\n  at take (${ID})\n`);
    expect(line).toMatchObject({ mentioned_in: 'stack', level: 'error' });
  });

  test.each<[string, string, object]>([
    [
      'pino-pretty, with the id in a field',
      `[${AT}] ERROR (41): taking failed\n    reqId: "${ID}"\n    req: {\n      "method": "POST",\n      "url": "/shelf/7",\n      "tags": []\n    }\n    res: {\n      "statusCode": 503\n    }\n    responseTime: 12.5\n    err: {\n      "type": "Gone",\n      "message": "no more on the shelf",\n      "stack":\n          Gone: no more on the shelf\n              at take (/app/shelf.js:3:9)\n      "items": [\n        7,\n        "eight"\n      ]\n    }\n`,
      {
        ...{ method: 'POST', path: '/shelf/7', status: 503, duration_ms: 12.5, message: 'taking failed' },
        rest: {
          reqId: ID,
          'err.message': 'no more on the shelf',
          'err.items': [7, 'eight'],
          stack: ['          Gone: no more on the shelf', '              at take (/app/shelf.js:3:9)'],
        },
      },
    ],
    [
      'Node.js, behind the trace of an error',
      `${AT} error: ${ID} failed\nError: no more\n    at take (/app/shelf.js:3:9) {\n  code: 'ESHELF',\n  status: 503,\n  shelf: {\n    id: 7\n  },\n  left: undefined\n}\n`,
      {
        ...{ code: 'ESHELF', status: 503 },
        rest: { 'shelf.id': 7, stack: ['Error: no more', '    at take (/app/shelf.js:3:9)'] },
      },
    ],
    [
      "Rust's tracing",
      `  ${AT} ERROR stock::shelf: taking failed, error: "no more"\n    at src/shelf.rs:41 on tokio-runtime-worker\n    in stock::http::request with method: PUT, uri: /shelf/7, request_id: "${ID}"\n\n`,
      { level: 'error', service: 'stock::shelf', method: 'PUT', path: '/shelf/7' },
    ],
    [
      'Phoenix',
      `${AT} [error] #PID<0.512.0> running ShopWeb.Endpoint terminated ${ID}\nServer: shop:4000 (http)\nRequest: PATCH /shelf/7\n** (exit) an exception was raised:\n    ** (RuntimeError) no more\n`,
      { level: 'error', method: 'PATCH', path: '/shelf/7' },
    ],
    [
      'Play',
      `${AT} ERROR p.a.h.DefaultHttpErrorHandler\n\n! @89abcdef0 - Internal server error, for (POST) [/shelf/7?n=1] ->\n\nplay.api.UnexpectedException: ${ID}\n\tat a.B(C.scala:1)\n`,
      { level: 'error', method: 'POST', path: '/shelf/7?n=1' },
    ],
    [
      'ASP.NET Core, of a request that it logs',
      `info: Microsoft.AspNetCore.HttpLogging.HttpLoggingMiddleware[1]\n      Request:\n      Method: PUT\n      PathBase: \n      Path: /shelf/${ID}\n`,
      { level: 'info', method: 'PUT', path: `/shelf/${ID}` },
    ],
    [
      'AWS Lambda in Python, whose last error names no request',
      `START RequestId: ${ID} Version: $LATEST\n[ERROR] KeyError: 'shelf'\nTraceback (most recent call last):\n  File "/var/task/app.py", line 4, in handler\n    take(event['shelf'])\n`,
      { level: 'error', rest: { stack: expect.arrayContaining(["[ERROR] KeyError: 'shelf'"]) } },
    ],
    [
      "gin's panic, with the id in a header of the request",
      `2026/05/06 07:08:09 [Recovery] 2026/05/06 - 07:08:09 panic recovered:\nPOST /shelf HTTP/1.1\nHost: shop\nX-Request-Id: ${ID}\n\nruntime error: index out of range\n/app/main.go:21 (0x7a11c5)\n`,
      { time: '2026-05-06T07:08:09.000Z', level: 'error', method: 'POST', path: '/shelf' },
    ],
    [
      'GlassFish, whose message stands below',
      `[2026-05-06T07:08:09.120+0000] [Payara 6] [SEVERE] [] [stock.Shelf] [tid: _ThreadID=4 _ThreadName=http(3)] [timeMillis: 1778051289120] [levelValue: 1000] [[\n  ${ID} failed]]\n`,
      { time: AT, level: 'error', service: 'stock.Shelf', message: `${ID} failed]]` },
    ],
    [
      'tracing of Rust, in colours',
      `  \x1b[2m2026-05-06T07:08:09.120Z\x1b[0m \x1b[31mERROR\x1b[0m \x1b[1;31mstock::shelf\x1b[0m\x1b[31m: no more\x1b[0m\n    \x1b[2;3min\x1b[0m stock::shelf::\x1b[1mrequest\x1b[0m \x1b[2;3mwith\x1b[0m \x1b[1mmethod\x1b[0m: PUT, \x1b[1muri\x1b[0m: /shelf, \x1b[1mrequest_id\x1b[0m: ${ID}\n`,
      { time: AT, level: 'error', method: 'PUT', path: '/shelf' },
    ],
    [
      'a trace of Python alone',
      `Traceback (most recent call last):\n  File "/app/shelf.py", line 4, in take\n    take("${ID}")\nshelf.Gone: ${ID} is empty\n`,
      { level: 'error', source: 'a.log:1' },
    ],
    [
      'a promise of Node.js that nobody handled',
      `node:internal/process/promises:394\n      triggerUncaughtException(err, true /* fromPromise */);\n      ^\n\n[UnhandledPromiseRejection: The promise rejected with the reason "${ID} is empty".] {\n  code: 'ERR_UNHANDLED_REJECTION'\n}\n\nNode.js v22.1.0\n`,
      { level: 'fatal', source: 'a.log:1' },
    ],
    [
      'a crash of Node.js',
      `/app/shelf.js:4\n    throw new Error('x');\n    ^\n\nError: ${ID} is empty\n    at take (/app/shelf.js:4:9)\n\nNode.js v22.1.0\n`,
      { level: 'fatal' },
    ],
  ])('has the fields that stand below its head: %s', async (_, text, expected) => {
    const lines = await find(text + NEXT);
    expect(lines).toHaveLength(1);
    expect(lines).toMatchObject([expected]);
    expect(lines[0]?.mentioned_in).toBeUndefined();
  });

  test.each<[string, string, object]>([
    [
      'journalctl -o export',
      `__CURSOR=s=1;i=4\n__REALTIME_TIMESTAMP=1778051289120000\nPRIORITY=3\nSYSLOG_IDENTIFIER=shelf\nMESSAGE=${ID} failed: no more\n_PID=4\n\n__CURSOR=s=1;i=5\nMESSAGE=the next one\n`,
      { time: AT, level: 'error', service: 'shelf', message: `${ID} failed: no more` },
    ],
    [
      'journalctl -o verbose',
      `Wed 2026-05-06 07:08:09.120000 UTC [s=739ad463348b4ceca5a9;i=4ece7;b=6c7c]\n    PRIORITY=3\n    SYSLOG_IDENTIFIER=shelf\n    MESSAGE=${ID} failed: no more\n    __REALTIME_TIMESTAMP=1778051289120000\n`,
      { time: AT, level: 'error', service: 'shelf', message: `${ID} failed: no more` },
    ],
    [
      'the event viewer of Windows',
      `Log Name:      Application\nSource:        Shelf\nDate:          5/6/2026 7:08:09 AM\nEvent ID:      1309\nLevel:         Error\nDescription:\nThe shelf says:\n${ID} is gone\n`,
      { time: '2026-05-06T07:08:09.000Z', level: 'error', message: `The shelf says:\\n${ID} is gone` },
    ],
    [
      "the debug exporter of OpenTelemetry's collector",
      `LogRecord #0\nObservedTimestamp: 2026-05-06 07:08:09.5 +0000 UTC\nTimestamp: 2026-05-06 07:08:09.12 +0000 UTC\nSeverityText: ERROR\nBody: Str(${ID} failed)\nAttributes:\n     -> http.request.method: Str(PUT)\n     -> http.response.status_code: Int(503)\nTrace ID: \n`,
      { time: AT, level: 'error', method: 'PUT', status: 503, message: `${ID} failed` },
    ],
    [
      'MinIO',
      `API: PutObject(bucket=shelf, object=7.json)\nTime: 07:08:09 UTC 05/06/2026\nDeploymentID: d1\nRequestID: ${ID}\nError: no more room (cmd.Full)\n       4: cmd/api.go:7:cmd.put()\n`,
      { time: '2026-05-06T07:08:09.000Z', level: 'error', rest: { RequestID: ID } },
    ],
    [
      'varnishlog',
      `*   << Request  >> 41\n-   Begin          req 40 rxreq\n-   Timestamp      Start: 1778051289.120000 0.000000 0.000000\n-   ReqMethod      PUT\n-   ReqURL         /shelf\n-   ReqHeader      X-Request-ID: ${ID}\n-   FetchError     no backend connection\n-   RespStatus     503\n-   Timestamp      Resp: 1778051289.470000 0.350000 0.000100\n-   End\n\n*   << BeReq    >> 42\n-   BereqURL       /other\n`,
      {
        time: AT,
        method: 'PUT',
        path: '/shelf',
        status: 503,
        duration_ms: 350,
        message: 'no backend connection',
      },
    ],
    [
      'java.util.logging in a file',
      `<record>\n  <date>2026-05-06T07:08:09.120Z</date>\n  <millis>1778051289120</millis>\n  <logger>stock.Shelf</logger>\n  <level>SEVERE</level>\n  <message>${ID} failed</message>\n  <exception>\n    <message>stock.Gone: no more</message>\n    <frame>\n  </exception>\n</record>\n`,
      {
        time: AT,
        level: 'error',
        service: 'stock.Shelf',
        message: `${ID} failed`,
        rest: { 'exception.message': 'stock.Gone: no more' },
      },
    ],
    [
      'gcloud logging read',
      `---\nhttpRequest:\n  latency: 0.35s\n  requestMethod: PUT\n  requestUrl: /shelf\n  status: 503\ninsertId: a1\njsonPayload:\n  message: |-\n    no more\n    room\n  rid: ${ID}\nseverity: ERROR\ntimestamp: '2026-05-06T07:08:09.12Z'\ntrace: projects/p/traces/c1\n---\ninsertId: a2\nseverity: INFO\ntextPayload: the next one\n`,
      {
        time: AT,
        level: 'error',
        method: 'PUT',
        path: '/shelf',
        status: 503,
        duration_ms: 350,
        message: 'no more\\nroom',
      },
    ],
  ])('is read from a record with one field a line: %s', async (_, text, expected) => {
    const lines = await find(NEXT + text);
    expect(lines).toHaveLength(1);
    expect(lines).toMatchObject([expected]);
    expect(JSON.stringify(lines)).not.toContain('the next one');
  });

  test("has the exception of Sidekiq's job, of the same process and thread, on lines of their own", async () => {
    const head = (tid: string) => `${AT} pid=41 tid=${tid} WARN:`;
    const job = `${head('gnx')} {"context":"Job raised exception","job":{"class":"TakeJob","jid":"${ID}"}}\n`;
    const trace = `${head('gnx')} Shelf::Gone: no more\n${head('gnx')} /app/take.rb:3:in \`perform'\n/gems/sidekiq.rb:9:in \`run'\n`;
    const lines = await find(`${job}${trace}${head('abc')} Shelf::Lost: the other\n`);
    expect(lines).toMatchObject([
      {
        message: 'Job raised exception',
        rest: {
          stack: ['Shelf::Gone: no more', "/app/take.rb:3:in `perform'", "/gems/sidekiq.rb:9:in `run'"],
        },
      },
    ]);
    const [other] = await find(
      `${head('gnx')} {"context":"Job raised exception","job":{"class":"TakeJob","jid":"b1"}}\n${head('gnx')} Shelf::Gone: ${ID} is empty\n`,
    );
    expect(other).toMatchObject({ message: 'Job raised exception', source: 'a.log:1' });
  });

  test('is one record, however often the id stands in it, and the lines behind it are others', async () => {
    const lines = await find(`${AT} ERROR ${ID}\n  at ${ID}\n\n  at ${ID}\n${AT} INFO ${ID}\n${ID} alone\n`);
    expect(lines.map(({ source }) => source)).toEqual(['a.log:1', 'a.log:5']);
  });

  test('ends at a line of JSON, and does not begin with one that is whole', async () => {
    const lines = await find(`{"msg":"x","level":"info"}\n  left over of ${ID}\n{"id":"${ID}"}\n  more\n`);
    expect(lines.map(({ rest }) => rest?.['stack'])).toEqual([undefined, undefined]);
  });

  test('reads the same out of a compressed log', async () => {
    const text = `${NEXT.repeat(3_000)}${AT} ERROR gone\nshelf.Gone: x\n\tat a.B(C.java:1)\nCaused by: shelf.No: ${ID}\n${NEXT.repeat(3_000)}`;
    expect(await find(gzipSync(text))).toEqual(await find(text));
  });
});

describe('a line that was cut or wrapped', () => {
  const json = JSON.stringify({ level: 'error', order_id: ID, msg: 'no more on the shelf', status: 502 });
  const docker = (log: string, stream = 'stdout') => `${JSON.stringify({ log, stream, time: AT })}\n`;
  const cri = (text: string, mark = 'F', stream = 'stdout') => `${AT} ${stream} ${mark} ${text}\n`;

  test("a message of .NET's console stands behind the scopes of its event", async () => {
    const scopes = `      => RequestId:${ID} ConnectionId:0HN17\n      => Shop.Cart\n`;
    const [line] = await find(
      `warn: Shop.shelf-api[2]\n${scopes}      taking failed status=403 code=no_shelf\n${NEXT}`,
    );
    expect(line).toMatchObject({ level: 'warn', status: 403, code: 'no_shelf', message: 'taking failed' });
  });

  test.each<[string, string]>([
    ['of CRI, with the id in the first part', cri(json.slice(0, 50), 'P') + cri(json.slice(50))],
    [
      'of CRI in three parts, with the other stream between',
      cri(json.slice(0, 20), 'P') +
        cri('other', 'F', 'stderr') +
        cri(json.slice(20, 70), 'P') +
        cri(json.slice(70)),
    ],
    ['of Docker', docker(json.slice(0, 60)) + docker(`${json.slice(60)}\n`)],
    ['of Docker, with the id in the second part', docker(json.slice(0, 10)) + docker(`${json.slice(10)}\n`)],
    ['over many lines', `${JSON.stringify(JSON.parse(json), null, 2)}\n`],
    [
      'over many lines, in CRI',
      JSON.stringify(JSON.parse(json), null, 2)
        .split('\n')
        .map((line) => cri(line))
        .join(''),
    ],
    [
      'over many lines, in a list',
      `${JSON.stringify([{ order_id: 'ord-1', level: 'info', msg: 'fine' }, JSON.parse(json)], null, 4)}\n`,
    ],
  ])('is put together: JSON %s', async (_, text) => {
    const [line, ...others] = await find(`${text}${cri('next')}`);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ level: 'error', status: 502, message: 'no more on the shelf' });
  });

  test('is followed by the object that its text ends with', async () => {
    const { said } = await found(
      `${AT} ERROR failed {\n  "order_id": "${ID}",\n  "code": "shelf_gone"\n}\n${NEXT}`,
    );
    expect(said).toContain('"code":"shelf_gone"');
  });

  test.each<[string, (text: string) => string]>([
    ['CRI', (text) => cri(text)],
    ['Docker', (text) => docker(`${text}\n`)],
    ['Docker Compose', (text) => `web-1  | ${text}\ndb-1   | ${NEXT}`],
    ['PM2', (text) => `0|web  | 2026-05-06T07:08:09: ${text}\n`],
    ['stern', (text) => `web-6d5f7c8b9-x2x4z web ${text}\n`],
    ['Heroku', (text) => `2026-05-06T07:08:09.120000+00:00 app[web.1]: ${text}\n`],
    ['syslog', (text) => `May  6 07:08:09 web app[7]: ${text}\n`],
  ])('keeps its trace in %s', async (_, wrap) => {
    const text = [
      `${AT} ERROR ${ID} failed`,
      'shelf.Gone: no more',
      '\tat a.B(C.java:1)',
      'Caused by: x.Y: disk is full',
    ];
    const { said } = await found(text.map(wrap).join('') + wrap(NEXT.trimEnd()));
    expect(said).toContain('"shelf.Gone: no more"');
    expect(said).toContain('disk is full');
    expect(said).not.toContain('the next one');
  });
});

test('a record of an error without a message is no frame of the one before it', async () => {
  const [, report] = await find(
    `{"timestamp":"${AT}","level":"ERROR","requestId":"${ID}","message":"no more"}\n{"time":"${AT}","type":"platform.report","record":{"requestId":"${ID}","metrics":{"durationMs":34.5,"billedDurationMs":35},"status":"error"}}\n`,
  );
  expect(report).toMatchObject({ duration_ms: 34.5 });
});

test('a trace of which each frame is a line of its own belongs to its error', async () => {
  const ruby = (text: string) => `F, [2026-05-06T07:08:09.120000 #4] FATAL -- : [${ID}] ${text}\n`;
  const { said } = await found(
    ruby('Shelf::Gone (no more):') + ruby('  ') + ruby("app/models/shelf.rb:12:in `take!'"),
  );
  expect(said).toMatch(/no more.*shelf\.rb:12/);
});
