import type { Format } from '../format.ts';

const CLF = '{remote_addr:addrs} {ident} {remote_user} [{time}] "{request}" {status} {bytes}';

/** Web servers, proxies and load balancers that a team runs itself. */
export const PROXIES: readonly Format[] = [
  {
    name: 'Traefik (CLF)',
    docs: 'https://doc.traefik.io/traefik/observability/access-logs/',
    layouts: [`${CLF} "{referer}" "{user_agent}" {requests:n} "{router}" "{backend}" {duration}`],
    samples: [
      {
        line: '203.0.113.9 - - [04/Mar/2026:10:11:12 +0000] "GET /orders HTTP/1.1" 502 11 "-" "curl/8" 41 "shop@docker" "http://10.1.2.3:80" 34ms',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          method: 'GET',
          path: '/orders',
          status: 502,
          duration_ms: 34,
          rest: { router: 'shop@docker' },
        },
      },
      {
        line: '203.0.113.9 - - [04/Mar/2026:10:11:12 +0000] "GET /orders/7 HTTP/1.1" - - "-" "curl/8" 41 "-" "-" 0ms',
        reads: { time: '2026-03-04T10:11:12.000Z', method: 'GET', path: '/orders/7', duration_ms: 0 },
      },
    ],
  },
  {
    name: 'ingress-nginx',
    docs: 'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/',
    layouts: [
      `${CLF} "{referer}" "{user_agent}" {request_length:n} {duration_s} [{upstream}] [{alternative_upstream}] {upstream_addr:addrs} {upstream_length:addrs} {upstream_time:addrs} {upstream_status:addrs} {req_id}`,
    ],
    samples: [
      {
        line: '203.0.113.9 - - [04/Mar/2026:10:11:12 +0000] "GET /orders HTTP/1.1" 502 150 "-" "curl/8" 321 0.345 [shop-web-80] [] 10.1.2.3:80 150 0.344 502 9b1c2d3e111142228333a1f000000038',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          method: 'GET',
          path: '/orders',
          status: 502,
          duration_ms: 345,
          rest: { upstream: 'shop-web-80', req_id: '9b1c2d3e111142228333a1f000000038' },
        },
      },
    ],
  },
  {
    name: 'APISIX',
    docs: 'https://apisix.apache.org/docs/apisix/FAQ/',
    layouts: [
      '{remote_addr:addrs} {ident} {remote_user} [{time}] {host:host} "{request}" {status} {bytes} {duration_s} "{referer}" "{user_agent}" {upstream_addr:addrs} {upstream_status:addrs} {upstream_time:addrs}(( {extra}))',
    ],
    samples: [
      {
        line: '203.0.113.9 - - [04/Mar/2026:10:11:12 +0000] shop.example.com "POST /orders HTTP/1.1" 502 154 0.0345 "-" "curl/8" 10.1.2.3:80 502 0.034 "http://shop.example.com"',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          method: 'POST',
          path: '/orders',
          status: 502,
          duration_ms: 34.5,
          rest: { upstream_status: '502' },
        },
      },
    ],
  },
  {
    name: 'access log with the virtual host first (Apache vhost_combined)',
    docs: 'https://httpd.apache.org/docs/2.4/mod/mod_log_config.html',
    layouts: [`{vhost:host} ${CLF}(( "{referer}" "{user_agent}"))(( {extra}))`],
    samples: [
      {
        line: 'shop.example.com:443 203.0.113.9 - - [04/Mar/2026:10:11:12 +0100] "POST /orders HTTP/1.1" 500 12 "-" "curl/8"',
        reads: {
          time: '2026-03-04T09:11:12.000Z',
          method: 'POST',
          path: '/orders',
          status: 500,
          rest: { vhost: 'shop.example.com:443' },
        },
      },
    ],
  },
  {
    name: 'Rack::CommonLogger (Sinatra, Puma)',
    docs: 'https://rack.github.io/rack/main/Rack/CommonLogger.html',
    layouts: [`${CLF} {duration_s}`],
    samples: [
      {
        line: '203.0.113.9 - - [04/Mar/2026:10:11:12 +0000] "GET /orders HTTP/1.1" 500 12 0.0345',
        reads: { method: 'GET', path: '/orders', status: 500, duration_ms: 34.5 },
      },
    ],
  },
  {
    name: 'access log',
    docs: 'https://httpd.apache.org/docs/2.4/logs.html#accesslog',
    layouts: [`${CLF} "{referer}" "{user_agent}"(( "{forwarded_for}"))(( {extra}))`, `${CLF}(( {extra}))`],
    units: { request_time: 's', rt: 's' },
    samples: [
      {
        line: '203.0.113.9 - - [04/Mar/2026:10:11:12 +0000] "GET /orders HTTP/1.1" 502 157 "-" "curl/8"',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          method: 'GET',
          path: '/orders',
          status: 502,
          rest: { remote_addr: '203.0.113.9', user_agent: 'curl/8' },
        },
      },
      {
        line: '203.0.113.9 - bob [04/Mar/2026:10:11:12 +0000] "GET /orders HTTP/1.1" 502 157 "-" "curl/8" rt=0.345 uct="0.000" urt="0.344" request_id=req_1',
        reads: {
          status: 502,
          duration_ms: 345,
          rest: { request_id: 'req_1', remote_user: 'bob', urt: '0.344' },
        },
      },
      {
        line: '203.0.113.9 - - [04/Mar/2026 10:11:12] "GET /orders HTTP/1.1" 500 -',
        reads: { time: '2026-03-04T10:11:12.000Z', method: 'GET', path: '/orders', status: 500 },
      },
    ],
  },
  {
    name: 'nginx error log',
    docs: 'https://nginx.org/en/docs/ngx_core_module.html#error_log',
    layouts: [
      '{time} [{level}] {pid}#{tid}: *{connection:digits} {message}',
      '{time} [{level}] {pid}#{tid}: {message}',
    ],
    samples: [
      {
        line: '2026/03/04 10:11:12 [error] 7#8: *12 upstream timed out (110: Operation timed out) while reading response header from upstream, client: 203.0.113.9, server: shop, request: "GET /orders HTTP/1.1", upstream: "http://10.1.2.3:80/", host: "shop.example.com"',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          method: 'GET',
          path: '/orders',
          rest: { connection: '12', pid: '7' },
        },
      },
    ],
  },
  {
    name: 'Apache error log',
    docs: 'https://httpd.apache.org/docs/2.4/mod/core.html#errorlogformat',
    layouts: [
      '[{time}] [{service:word}:{level}] [pid {pid}:tid {tid}] (([client {client}] )){message}',
      '[{time}] [{service:word}:{level}] [pid {pid}] (([client {client}] )){message}',
      '[{time}] [{level}] [client {client}] {message}',
    ],
    samples: [
      {
        line: '[Wed Mar 04 10:11:12.345678 2026] [proxy:error] [pid 41:tid 139872] [client 203.0.113.9:51234] AH00898: Error reading from remote server returned by /orders',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'AH00898: Error reading from remote server returned by /orders',
          rest: { client: '203.0.113.9:51234' },
        },
      },
    ],
  },
  {
    name: 'HAProxy HTTP log',
    docs: 'https://docs.haproxy.org/3.0/configuration.html#8.2.3',
    layouts: [
      '{client} [{time}] {frontend} {backend}/{server} {tq:n}/{tw:n}/{tc:n}/{tr:n}/((+)){duration_ms} {status} ((+)){bytes:word} {req_cookie} {res_cookie} {termination_state:word} {connections} {queues}(( {captured:*})) "{request}"(( {extra}))',
      '{client} [{time}] {frontend} {backend}/{server} {tq:n}/{tw:n}/{tc:n}/{tr:n}/((+)){duration_ms} {status} ((+)){bytes:word} {req_cookie} {res_cookie} {termination_state} {connections} {queues} {extra}',
    ],
    samples: [
      {
        line: '203.0.113.9:51234 [04/Mar/2026:10:11:12.345] http-in~ shop/web1 10/0/30/69/109 502 2750 - - SH-- 1/1/1/1/0 0/0 "GET /orders HTTP/1.1"',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'GET',
          path: '/orders',
          status: 502,
          duration_ms: 109,
          rest: { backend: 'shop', server: 'web1', termination_state: 'SH--' },
        },
      },
      {
        line: 'Mar  4 10:11:12 lb haproxy[41]: 203.0.113.9:51234 [04/Mar/2026:10:11:12.345] http-in shop/<NOSRV> 0/-1/-1/-1/12 503 217 - - SC-- 1/1/0/0/0 0/0 {shop.example.com|req_1} {} "GET /orders HTTP/1.1"',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          service: 'haproxy',
          method: 'GET',
          path: '/orders',
          status: 503,
          duration_ms: 12,
        },
      },
    ],
  },
  {
    name: 'Envoy and Istio access log',
    docs: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage',
    layouts: [
      '[{time}] "{request}" {status} {response_flags} {bytes_received:n} {bytes} {duration_ms} {upstream_service_time:n} "{forwarded_for}" "{user_agent}" "{request_id}" "{authority}" "{upstream_host}"(( {extra}))',
      '[{time}] "{request}" {status} {response_flags} {response_code_details} {connection_termination_details} "{upstream_failure}" {bytes_received:n} {bytes} {duration_ms} {upstream_service_time:n} "{forwarded_for}" "{user_agent}" "{request_id}" "{authority}" "{upstream_host}"(( {extra}))',
    ],
    samples: [
      {
        line: '[2026-03-04T10:11:12.345Z] "GET /orders HTTP/1.1" 503 UF,URX 0 91 34 - "203.0.113.9" "curl/8" "req_1" "shop.example.com" "10.1.2.3:80"',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'GET',
          path: '/orders',
          status: 503,
          duration_ms: 34,
          rest: { response_flags: 'UF,URX', request_id: 'req_1' },
        },
      },
      {
        line: '[2026-03-04T10:11:12.345Z] "GET /orders HTTP/1.1" 503 UF upstream_reset_before_response_started{connection_failure} - "delayed_connect_error:_111" 0 152 34 - "-" "curl/8" "req_1" "shop:8080" "10.1.2.3:80" outbound|8080||shop.default.svc.cluster.local - 10.2.3.4:8080 10.0.0.1:51234 - default',
        reads: {
          method: 'GET',
          path: '/orders',
          status: 503,
          duration_ms: 34,
          rest: { request_id: 'req_1', upstream_failure: 'delayed_connect_error:_111' },
        },
      },
    ],
  },
  {
    name: 'Envoy and Istio JSON access log',
    docs: 'https://istio.io/latest/docs/tasks/observability/logs/access-log/',
    has: ['response_flags', 'response_code'],
    units: { duration: 'ms' },
    samples: [
      {
        line: '{"start_time":"2026-03-04T10:11:12.345Z","method":"GET","path":"/orders","response_code":503,"response_flags":"UF","duration":34,"request_id":"req_1","authority":"shop"}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'GET',
          path: '/orders',
          status: 503,
          duration_ms: 34,
        },
      },
    ],
  },
  {
    name: 'Traefik JSON access log',
    docs: 'https://doc.traefik.io/traefik/observability/access-logs/',
    has: ['downstreamstatus'],
    terms: { method: 'requestmethod', path: 'requestpath' },
    units: { duration: 'ns' },
    samples: [
      {
        line: '{"ClientHost":"203.0.113.9","DownstreamStatus":502,"Duration":34500000,"RequestMethod":"GET","RequestPath":"/orders","RouterName":"shop@docker","StartUTC":"2026-03-04T10:11:12.345678901Z","level":"info","msg":"","time":"2026-03-04T10:11:12Z"}',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'info',
          method: 'GET',
          path: '/orders',
          status: 502,
          duration_ms: 34.5,
        },
      },
    ],
  },
  {
    name: 'Caddy JSON access log',
    docs: 'https://caddyserver.com/docs/caddyfile/directives/log',
    has: ['request.uri', 'duration', 'status'],
    units: { duration: 's' },
    samples: [
      {
        line: '{"level":"error","ts":1772619072.345,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"203.0.113.9","method":"GET","host":"shop","uri":"/orders"},"duration":0.0345,"size":0,"status":502}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          method: 'GET',
          path: '/orders',
          status: 502,
          duration_ms: 34.5,
          message: 'handled request',
        },
      },
    ],
  },
  {
    name: 'nginx JSON access log',
    docs: 'https://nginx.org/en/docs/http/ngx_http_log_module.html',
    samples: [
      {
        line: '{"time_iso8601":"2026-03-04T11:11:12+01:00","request_id":"req_1","request_method":"GET","request_uri":"/orders?a=b","status":"504","request_time":"60.001","upstream_response_time":"60.000"}',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          method: 'GET',
          path: '/orders?a=b',
          status: 504,
          duration_ms: 60_001,
        },
      },
    ],
  },
  {
    name: 'Kong (http-log, file-log)',
    docs: 'https://developer.konghq.com/plugins/http-log/',
    has: ['latencies.request', 'started_at'],
    units: { 'latencies.request': 'ms' },
    samples: [
      {
        line: '{"started_at":1772619072345,"client_ip":"203.0.113.9","request":{"method":"GET","uri":"/orders","id":"req_1"},"response":{"status":502},"latencies":{"request":34,"kong":1,"proxy":33},"service":{"name":"shop"}}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          service: 'shop',
          method: 'GET',
          path: '/orders',
          status: 502,
          duration_ms: 34,
        },
      },
    ],
  },
  {
    name: 'Squid',
    docs: 'https://wiki.squid-cache.org/Features/LogFormat',
    layouts: [
      '{epoch:n} {duration_ms} {client:ip} {squid_result:word}/{status} {bytes} {method} {path:any} {user} {hierarchy} {content_type}',
    ],
    samples: [
      {
        line: '1772619072.345    345 203.0.113.9 TCP_MISS/502 1234 GET http://shop.example.com/orders - HIER_DIRECT/10.1.2.3 text/html',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'GET',
          path: 'http://shop.example.com/orders',
          status: 502,
          duration_ms: 345,
        },
      },
    ],
  },
  {
    name: 'uWSGI',
    docs: 'https://uwsgi-docs.readthedocs.io/en/latest/LogFormat.html',
    layouts: [
      '[pid: {pid}|app: {app_id:word}|req: {requests}] {remote_addr} ({remote_user}) {{vars:digits} vars in {vars_bytes:digits} bytes} [{time}] {method} {path:any} => generated {bytes} bytes in {duration_ms} msecs ({protocol} {status}) {extra}',
    ],
    samples: [
      {
        line: '[pid: 88185|app: 0|req: 3/2] 203.0.113.9 () {38 vars in 696 bytes} [Wed Mar  4 10:11:12 2026] POST /orders => generated 47 bytes in 35 msecs (HTTP/1.1 500) 9 headers in 378 bytes (1 switches on core 0)',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          method: 'POST',
          path: '/orders',
          status: 500,
          duration_ms: 35,
        },
      },
    ],
  },
  {
    name: 'IIS (W3C, default fields)',
    docs: 'https://learn.microsoft.com/windows/win32/http/w3c-logging',
    zone: 'UTC',
    layouts: [
      '{time} {server_ip:ip} {method} {path:any} {query} {port:digits} {user} {client:ip} {user_agent} {referer} {status} {substatus:n} {win32_status:n} {duration_ms}(( {extra}))',
    ],
    samples: [
      {
        line: '2026-03-04 10:11:12 10.0.0.5 GET /orders id=7 443 - 203.0.113.9 curl/8 - 500 0 0 345',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 345,
        },
      },
    ],
  },
];
