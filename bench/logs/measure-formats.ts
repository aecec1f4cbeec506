import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import type { Bed } from './bed.ts';
import { ripgrep } from './peers.ts';
import { median, noise, secondsOf } from './stats.ts';
import { type Row, show } from './table.ts';

const LINES = 1_000;
const ROUNDS = 5;
const ID = 'req_0b5e7c91d2';
const START = Date.parse('2026-03-04T10:11:12.345Z');

/** One line of a format, `at` places behind the first. */
type Line = (time: string, at: number) => string;

/** Ten formats, as their systems write them: of JSON, of pairs and of text, wrapped and bare. */
const FORMATS: Record<string, Line> = {
  pino: (time, at) =>
    JSON.stringify({
      ...{ level: at % 9 === 0 ? 50 : 30, time: Date.parse(time), pid: 41, hostname: 'web-1', reqId: ID },
      ...{ req: { method: 'GET', url: `/orders/${at}` }, res: { statusCode: at % 9 === 0 ? 500 : 200 } },
      ...{ responseTime: 34.5, msg: 'request completed' },
    }),
  'log/slog': (time, at) =>
    `time=${time} level=INFO msg="order placed" request_id=${ID} method=GET path=/orders/${at} status=200 duration=34.5ms`,
  'access log': (_, at) =>
    `203.0.113.9 - - [04/Mar/2026:10:11:${String(at % 60).padStart(2, '0')} +0000] "GET /orders/${at}?request_id=${ID} HTTP/1.1" 200 157 "-" "curl/8"`,
  'Spring Boot': (time, at) =>
    `${time}  INFO 41 --- [shop] [nio-8080-exec-3] [                    ] c.example.shop.Orders  : order ${at} of ${ID} placed`,
  'Python logging': (time, at) =>
    `${time.replace('T', ' ').replace('.', ',').replace('Z', '')} - shop.orders - ERROR - order ${at} of ${ID} failed`,
  Rails: (time, at) =>
    `I, [${time.replace('Z', '678')} #412]  INFO -- : [${ID}] Completed 200 OK in 34ms (ActiveRecord: 3.1ms | Allocations: ${at})`,
  'syslog (RFC 5424)': (time, at) =>
    `<134>1 ${time} web-1 shop 41 - - level=info request_id=${ID} order ${at} placed`,
  CRI: (time, at) =>
    `${time.replace('Z', '678901Z')} stdout F {"level":"info","msg":"order ${at} placed","request_id":"${ID}"}`,
  Envoy: (time, at) =>
    `[${time}] "GET /orders/${at} HTTP/1.1" 200 - via_upstream - "-" 0 150 34 33 "203.0.113.9" "curl/8" "${ID}" "shop.example.com" "10.1.2.3:80" inbound|80|| 127.0.0.1:1 10.1.2.3:80 203.0.113.9:0 - default`,
  Serilog: (time, at) =>
    `${time.replace('T', ' ').replace('Z', ' +00:00')} [INF] HTTP GET /orders/${at} responded 200 in 34.5678 ms {"RequestId": "${ID}"}`,
};

/** A lookup in the terminal, from the start of its process, that reads and tells of 1,000 lines, beside ripgrep. */
export async function measureFormats(bed: Bed): Promise<Row[]> {
  const searches: number[] = [];
  const sums: number[] = Array.from({ length: ROUNDS }, () => 0);
  for (const [name, line] of Object.entries(FORMATS)) {
    const path = bed.scratch('format.log');
    const lines = Array.from({ length: LINES }, (_, at) =>
      line(new Date(START + 250 * at).toISOString(), at),
    );
    writeFileSync(path, `${lines.join('\n')}\n`);
    const lookups: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      searches.push(1_000 * (await secondsOf(() => ripgrep(bed.peers, ID, path))));
      const state = bed.freshState();
      lookups.push(1_000 * (await secondsOf(() => lookUp(bed.program.entry, state, path))));
      sums[round] = (sums[round] ?? 0) + (lookups.at(-1) ?? 0);
      rmSync(state, { recursive: true, force: true });
    }
    bed.notes.push(`${noise(`cold lookup of ${name}`, lookups)}, ${show(median(lookups))} ms`);
  }
  const sum = median(sums);
  const peer = median(searches) * Object.keys(FORMATS).length;
  return [
    {
      measure: `a cold lookup of 1,000 lines in each of ten formats, together`,
      figure: `${show(sum)} ms`,
      peer: `rg -F ${show(peer)} ms`,
      ratio: `${show(sum / peer)} x its time`,
    },
  ];
}

/** Throws where not all lines were found. */
function lookUp(entry: string, state: string, path: string): void {
  const env = { ...process.env, XDG_STATE_HOME: state };
  const args = [entry, 'lookup', ID, '--logs', path, '--json'];
  const { stdout } = spawnSync(process.execPath, args, { env, encoding: 'utf8', maxBuffer: 64 * 1_048_576 });
  const { total } = JSON.parse(stdout) as { total: number };
  if (total !== LINES) throw new Error(`of ${LINES} lines ${total} were found`);
}
