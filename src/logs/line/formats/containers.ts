import type { Format } from '../format.ts';

/** What runs programs and puts its own head before their lines, or an object round them. */
export const CONTAINERS: readonly Format[] = [
  {
    name: 'Kubernetes container log (CRI)',
    docs: 'https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md',
    layouts: ['{time} {stream:stdout|stderr} P {inner}', '{time} {stream:stdout|stderr} F {inner}'],
    samples: [
      {
        line: '2026-03-04T10:11:12.345678901Z stderr F {"level":"error","msg":"stock is gone","status":502}',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', message: 'stock is gone', status: 502 },
      },
      {
        line: '2026-03-04T10:11:12.345678901Z stdout F 2026/03/04 12:11:12 ERROR stock is gone',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'stock is gone',
          rest: { stream: 'stdout' },
        },
      },
    ],
  },
  {
    name: 'Docker json-file',
    docs: 'https://docs.docker.com/engine/logging/drivers/json-file/',
    samples: [
      {
        line: '{"log":"2026-03-04 12:11:12,345 ERROR stock is gone\\n","stream":"stderr","time":"2026-03-04T10:11:12.345678901Z"}',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', message: 'stock is gone' },
      },
    ],
  },
  {
    name: 'docker compose logs, docker service logs',
    docs: 'https://docs.docker.com/reference/cli/docker/compose/logs/',
    layouts: ['{container:word}@{node:word} | {inner}', '{container:word} | {inner}'],
    samples: [
      {
        line: 'web-1  | 2026-03-04T10:11:12.345Z ERROR order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'order failed',
          rest: { container: 'web-1' },
        },
      },
      {
        line: 'shop_web.1.k3f9x@node-2    | INFO:     10.0.0.1:51234 - "GET /orders HTTP/1.1" 500 Internal Server Error',
        reads: { level: 'info', method: 'GET', path: '/orders', status: 500 },
      },
    ],
  },
  {
    name: 'kubectl logs --prefix',
    docs: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_logs/',
    layouts: ['[pod/{pod:word}/{container:word}] {inner}'],
    samples: [
      {
        line: '[pod/web-7d9f4b8c5-x2k9p/web] 2026-03-04T10:11:12.345Z ERROR order failed',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', rest: { pod: 'web-7d9f4b8c5-x2k9p' } },
      },
    ],
  },
  {
    name: 'stern',
    docs: 'https://github.com/stern/stern',
    layouts: ['{pod:pod} {container:word} {inner}'],
    samples: [
      {
        line: 'web-7d9f4b8c5-x2k9p shop 2026-03-04T10:11:12.345Z ERROR order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'order failed',
          rest: { container: 'shop' },
        },
      },
    ],
  },
  {
    name: 'PM2',
    docs: 'https://pm2.keymetrics.io/docs/usage/log-management/',
    layouts: ['{process:digits}|{service:name} | {inner}', '{process:digits}|{service:name}| {inner}'],
    samples: [
      {
        line: '0|shop     | 2026-03-04T10:11:12: order failed',
        reads: { time: '2026-03-04T10:11:12.000Z', service: 'shop', message: 'order failed' },
      },
    ],
  },
  {
    name: 'Fly.io',
    docs: 'https://fly.io/docs/monitoring/logs-api-options/',
    layouts: [
      '{time} {platform:app|proxy|runner}[{instance:word}] {region:word} [{level}] {inner}',
      '{time} {platform:app|proxy|runner}[{instance:word}] {region:word} [{level}]{inner}',
    ],
    samples: [
      {
        line: '2026-03-04T10:11:12Z app[e784927b] fra [info] 203.0.113.9 - - [04/Mar/2026:10:11:12 +0000] "GET /orders HTTP/1.1" 502 150 "-" "curl/8"',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'info',
          method: 'GET',
          path: '/orders',
          status: 502,
        },
      },
    ],
  },
  {
    name: 'klog (Kubernetes) and glog',
    docs: 'https://github.com/kubernetes/klog/blob/main/klog.go',
    layouts: [
      '{level}{time:md H:M:S} {tid} {caller:source}] {message}',
      '{level}{time} {tid} {caller:source}] {message}',
    ],
    levels: { I: 'info', W: 'warn', E: 'error', F: 'fatal' },
    samples: [
      {
        line: 'E0304 10:11:12.345678       7 controller.go:142] "Reconciler error" err="stock is gone" controller="order"',
        modified: '2026-03-04T12:00:00Z',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: '"Reconciler error"',
          rest: { err: 'stock is gone', caller: 'controller.go:142' },
        },
      },
      {
        line: 'I0304 10:11:12.345678       1 httplog.go:132] "HTTP" verb="GET" URI="/api/v1/pods" latency="34.5ms" userAgent="kubectl" audit-ID="0f0e" srcIP="10.0.0.1:1" resp=500',
        reads: {
          time: null,
          level: 'info',
          method: 'GET',
          path: '/api/v1/pods',
          status: 500,
          duration_ms: 34.5,
        },
      },
      {
        line: 'W20260304 10:11:12.345678 12345 server.cc:77] slow disk',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'warn', message: 'slow disk' },
      },
    ],
  },
  {
    name: 'Kubernetes audit log',
    docs: 'https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/',
    has: ['auditid', 'stage', 'requesturi'],
    terms: {
      time: 'requestreceivedtimestamp',
      path: 'requesturi',
      status: 'responsestatus.code',
      message: 'responsestatus.message',
    },
    samples: [
      {
        line: '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"0f0e0d0c-1111-4222-8333-a1f000000014","stage":"ResponseComplete","requestURI":"/api/v1/namespaces/shop/pods","verb":"create","responseStatus":{"status":"Failure","message":"pods is forbidden","reason":"Forbidden","code":403},"requestReceivedTimestamp":"2026-03-04T10:11:12.345678Z","stageTimestamp":"2026-03-04T10:11:12.350000Z"}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          path: '/api/v1/namespaces/shop/pods',
          status: 403,
          message: 'pods is forbidden',
          rest: { level: 'Metadata', verb: 'create' },
        },
      },
    ],
  },
  {
    name: 'CoreDNS',
    docs: 'https://coredns.io/plugins/log/',
    layouts: ['[{level}] {client} - {query_id:digits} "{query}" {rcode:word} {flags} {bytes} {duration}'],
    samples: [
      {
        line: '[INFO] 10.0.0.1:51234 - 7 "A IN shop.example.com. udp 40 false 512" SERVFAIL qr,rd,ra 100 0.034500s',
        reads: {
          level: 'info',
          duration_ms: 34.5,
          rest: { rcode: 'SERVFAIL', query: 'A IN shop.example.com. udp 40 false 512' },
        },
      },
    ],
  },
  {
    name: 'Filebeat and Elastic Agent',
    docs: 'https://www.elastic.co/docs/reference/ecs',
    samples: [
      {
        line: '{"@timestamp":"2026-03-04T10:11:12.345Z","log":{"offset":10,"file":{"path":"/var/log/app.log"}},"message":"2026-03-04 10:11:12,300 ERROR shop.Orders order 7 failed"}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'order 7 failed',
          rest: { 'log.file.path': '/var/log/app.log' },
        },
      },
      {
        line: '{"@timestamp":"2026-03-04T10:11:12.345Z","log.level":"error","message":"order failed","ecs.version":"1.2.0","service.name":"shop","event.duration":34500000,"http.request.method":"GET","url.path":"/orders","http.response.status_code":500}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop',
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 34.5,
          message: 'order failed',
        },
      },
    ],
  },
  {
    name: 'Vector, Fluent Bit and others that keep a line as text',
    docs: 'https://vector.dev/docs/reference/configuration/sources/file/',
    samples: [
      {
        line: '{"file":"/var/log/nginx/access.log","host":"web-1","message":"203.0.113.9 - - [04/Mar/2026:10:11:12 +0000] \\"GET /orders HTTP/1.1\\" 502 150 \\"-\\" \\"curl/8\\"","source_type":"file","timestamp":"2026-03-04T10:11:12.345Z"}',
        reads: { time: '2026-03-04T10:11:12.345Z', method: 'GET', path: '/orders', status: 502 },
      },
    ],
  },
];
