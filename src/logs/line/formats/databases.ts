import type { Format } from '../format.ts';

/** Databases, queues and what stands beside them. */
export const DATABASES: readonly Format[] = [
  {
    name: 'PostgreSQL',
    docs: 'https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-LINE-PREFIX',
    layouts: [
      '{time} [{pid}] {user:word}@{database:word} {level}: {message}',
      '{time} [{pid}] {level}: {message}',
      '{time} [{pid}-{session_line:digits}] {user:word}@{database:word} {level}: {message}',
      '{time} [{pid}-{session_line:digits}] {level}: {message}',
    ],
    levels: {
      DEBUG5: 'trace',
      DEBUG4: 'trace',
      DEBUG3: 'trace',
      DEBUG2: 'debug',
      DEBUG1: 'debug',
      DEBUG: 'debug',
      LOG: 'info',
      INFO: 'info',
      STATEMENT: 'info',
      DETAIL: 'info',
      HINT: 'info',
      CONTEXT: 'info',
      NOTICE: 'notice',
      WARNING: 'warn',
      ERROR: 'error',
      FATAL: 'fatal',
      PANIC: 'fatal',
    },
    samples: [
      {
        line: '2026-03-04 10:11:12.345 UTC [41] ERROR:  duplicate key value violates unique constraint "orders_pkey"',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'duplicate key value violates unique constraint "orders_pkey"',
          rest: { pid: '41' },
        },
      },
      {
        line: '2026-03-04 11:11:12.345 CET [41] shop@orders LOG:  duration: 345.678 ms  statement: SELECT 1',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'info',
          message: 'duration: 345.678 ms  statement: SELECT 1',
        },
      },
    ],
  },
  {
    name: 'MySQL and MariaDB error log',
    docs: 'https://dev.mysql.com/doc/refman/8.4/en/error-log-format.html',
    layouts: [
      '{time} {tid} [{level}] [{code:word}] [{subsystem:word}] {message}',
      '{time} {tid} [{level}] {message}',
      '{time:yymmdd H:M:S} [{level}] {message}',
    ],
    levels: { System: 'info', Note: 'info', Warning: 'warn', ERROR: 'error', Error: 'error' },
    samples: [
      {
        line: '2026-03-04T10:11:12.345678Z 8 [ERROR] [MY-010584] [Repl] Replica SQL: stock is gone',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          code: 'MY-010584',
          message: 'Replica SQL: stock is gone',
        },
      },
      {
        line: '2026-03-04 10:11:12 0 [Note] InnoDB: Buffer pool(s) load completed',
        reads: { level: 'info', message: 'InnoDB: Buffer pool(s) load completed' },
      },
    ],
  },
  {
    name: 'MongoDB',
    docs: 'https://www.mongodb.com/docs/manual/reference/log-messages/',
    has: ['s', 'c', 'ctx', 'msg'],
    terms: { level: 's', service: 'c', code: 'attr.errname' },
    levels: {
      F: 'fatal',
      E: 'error',
      W: 'warn',
      I: 'info',
      D: 'debug',
      D1: 'debug',
      D2: 'debug',
      D3: 'debug',
      D4: 'trace',
      D5: 'trace',
    },
    samples: [
      {
        line: '{"t":{"$date":"2026-03-04T10:11:12.345+00:00"},"s":"W","c":"COMMAND","id":51803,"ctx":"conn41","msg":"Slow query","attr":{"ns":"shop.orders","durationMillis":345}}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'warn',
          service: 'COMMAND',
          message: 'Slow query',
          duration_ms: 345,
        },
      },
      {
        line: '{"t":{"$date":"2026-03-04T10:11:12.345+00:00"},"s":"I","c":"COMMAND","id":51803,"ctx":"conn41","msg":"Slow query","attr":{"ns":"shop.orders","ok":0,"errMsg":"operation exceeded time limit","errName":"MaxTimeMSExpired","errCode":50,"durationMillis":345}}',
        reads: {
          level: 'info',
          message: 'Slow query',
          code: 'MaxTimeMSExpired',
          duration_ms: 345,
          rest: { 'attr.errMsg': 'operation exceeded time limit' },
        },
      },
    ],
  },
  {
    name: 'CockroachDB',
    docs: 'https://www.cockroachlabs.com/docs/stable/log-formats',
    layouts: [
      '{level}{time:yymmdd H:M:S} {goroutine:digits} {caller:source} ((⋮ ))[{tags}](( {entry:digits})) {message}',
    ],
    levels: { I: 'info', W: 'warn', E: 'error', F: 'fatal' },
    samples: [
      {
        line: 'E260304 10:11:12.345678 41 sql/conn_executor.go:2110 ⋮ [T1,n1,client=203.0.113.9:51234,user=shop] 7  order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'order failed',
          rest: { caller: 'sql/conn_executor.go:2110' },
        },
      },
    ],
  },
  {
    name: 'MySQL slow query log',
    docs: 'https://dev.mysql.com/doc/refman/8.4/en/slow-query-log.html',
    layouts: ['# Time: {time}'],
    samples: [{ line: '# Time: 2026-03-04T10:11:12.345678Z', reads: { time: '2026-03-04T10:11:12.345Z' } }],
  },
  {
    name: 'MongoDB before 4.4',
    docs: 'https://www.mongodb.com/docs/v4.2/reference/log-messages/',
    layouts: ['{time} {level} {service:component} [{context}] {message}'],
    levels: {
      F: 'fatal',
      E: 'error',
      W: 'warn',
      I: 'info',
      D: 'debug',
      D1: 'debug',
      D2: 'debug',
      D3: 'debug',
    },
    samples: [
      {
        line: '2026-03-04T10:11:12.345+0000 E  STORAGE  [conn41] WiredTiger error (28)',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'STORAGE',
          message: 'WiredTiger error (28)',
        },
      },
    ],
  },
  {
    name: 'Redis and Valkey',
    docs: 'https://redis.io/docs/latest/operate/oss_and_stack/management/debugging/',
    layouts: ['{pid}:{role:M|S|C|X} {time} {level} {message}'],
    levels: { '#': 'warn', '*': 'notice', '-': 'info', '.': 'debug' },
    samples: [
      {
        line: '1:M 04 Mar 2026 10:11:12.345 # Background saving error',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'warn',
          message: 'Background saving error',
          rest: { pid: '1', role: 'M' },
        },
      },
    ],
  },
  {
    name: 'Elasticsearch and OpenSearch (text)',
    docs: 'https://www.elastic.co/docs/deploy-manage/monitor/logging-configuration/elasticsearch-log4j-configuration-self-managed',
    layouts: ['[{time}][{level}][{service}] [{node}] {message}', '[{time}][{level}][{service}] {message}'],
    samples: [
      {
        line: '[2026-03-04T10:11:12,345][ERROR][o.e.x.Orders             ] [node-1] order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'o.e.x.Orders',
          message: 'order failed',
          rest: { node: 'node-1' },
        },
      },
    ],
  },
  {
    name: 'Kafka, Zookeeper and other log4j users with the class behind',
    docs: 'https://github.com/apache/kafka/blob/trunk/config/log4j2.yaml',
    layouts: [
      '{time} [myid:{my_id}] - {level} [{thread}] - {message}',
      '{time} - {level} [{thread}] - {message}',
    ],
    samples: [
      {
        line: '[2026-03-04 10:11:12,345] ERROR [ReplicaManager broker=1] Error processing append operation (kafka.server.ReplicaManager)',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message:
            '[ReplicaManager broker=1] Error processing append operation (kafka.server.ReplicaManager)',
        },
      },
      {
        line: '2026-03-04 10:11:12,345 [myid:1] - WARN  [NIOWorkerThread-1:NIOServerCnxn@380] - Close of session',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'warn',
          message: 'Close of session',
          rest: { thread: 'NIOWorkerThread-1:NIOServerCnxn@380' },
        },
      },
    ],
  },
  {
    name: 'RabbitMQ',
    docs: 'https://www.rabbitmq.com/docs/logging',
    layouts: ['{time} [{level}] <{process:word}> {message}'],
    samples: [
      {
        line: '2026-03-04 10:11:12.345678+00:00 [error] <0.684.0> closing AMQP connection <0.684.0>: missed heartbeats from client',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'closing AMQP connection <0.684.0>: missed heartbeats from client',
          rest: { process: '0.684.0' },
        },
      },
    ],
  },
  {
    name: 'Cassandra',
    docs: 'https://cassandra.apache.org/doc/latest/cassandra/troubleshooting/reading_logs.html',
    layouts: [
      '{level} [{thread}] {time} {caller:source} - {message}',
      '{level} [{thread}] {time} - {message}',
    ],
    samples: [
      {
        line: 'ERROR [MutationStage-2] 2026-03-04 10:11:12,345 StorageProxy.java:1234 - Failed to apply mutation',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'Failed to apply mutation',
          rest: { thread: 'MutationStage-2' },
        },
      },
    ],
  },
  {
    name: 'CouchDB',
    docs: 'https://docs.couchdb.org/en/stable/config/logging.html',
    layouts: [
      '[{level}] {time} {node:*} <{process:word}> {request_id:word} {host:word}:{port:digits} {remote_addr:ip} {user} {method} {path} {status} {outcome:word} {duration_ms}',
      '[{level}] {time} {node:*} <{process:word}> {request_id:word} {message}',
      '[{level}] {time} {node:*} <{process:word}> -------- {message}',
    ],
    samples: [
      {
        line: '[notice] 2026-03-04T10:11:12.345678Z couchdb@127.0.0.1 <0.345.0> 1a2b3c4d5e localhost:5984 203.0.113.9 admin GET /orders/7 500 ok 34',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'notice',
          method: 'GET',
          path: '/orders/7',
          status: 500,
          duration_ms: 34,
          rest: { request_id: '1a2b3c4d5e' },
        },
      },
      {
        line: '[error] 2026-03-04T10:11:12.345678Z couchdb@127.0.0.1 <0.345.0> 1a2b3c4d5e req_err(41) internal_server_error : stock is gone',
        reads: { level: 'error', message: 'req_err(41) internal_server_error : stock is gone' },
      },
    ],
  },
  {
    name: 'ClickHouse server',
    docs: 'https://clickhouse.com/docs/operations/server-configuration-parameters/settings#logger',
    layouts: [
      '{time} [ {tid} ] {{query_id:word}} <{level}> {service:name}: {message}',
      '{time} [ {tid} ] {} <{level}> {service:name}: {message}',
    ],
    samples: [
      {
        line: '2026.03.04 10:11:12.345678 [ 41 ] {8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1} <Error> executeQuery: Code: 62. DB::Exception: Syntax error',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'executeQuery',
          message: 'Code: 62. DB::Exception: Syntax error',
          rest: { query_id: '8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1' },
        },
      },
    ],
  },
  {
    name: 'Spark and Hadoop',
    docs: 'https://spark.apache.org/docs/latest/configuration.html#configuring-logging',
    layouts: ['{time:yy/m/d H:M:S} {level} {service:name}: {message}'],
    samples: [
      {
        line: '26/03/04 10:11:12 ERROR Executor: Exception in task 0.0 in stage 1.0 (TID 1)',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          service: 'Executor',
          message: 'Exception in task 0.0 in stage 1.0 (TID 1)',
        },
      },
    ],
  },
  {
    name: 'Consul, Vault, Nomad, Terraform (hclog)',
    docs: 'https://github.com/hashicorp/go-hclog',
    layouts: ['{time} [{level}] {service:name}: {message}'],
    samples: [
      {
        line: '2026-03-04T10:11:12.345Z [ERROR] agent.http: Request error: method=GET url=/v1/kv/shop from=127.0.0.1:51234 error="stock is gone"',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'agent.http',
          method: 'GET',
          path: '/v1/kv/shop',
          message: 'Request error:',
          rest: { error: 'stock is gone' },
        },
      },
      {
        line: '{"@level":"error","@message":"order failed","@module":"shop.http","@timestamp":"2026-03-04T10:11:12.345678Z"}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop.http',
          message: 'order failed',
        },
      },
    ],
  },
  {
    name: 'Grafana and Loki (logfmt)',
    docs: 'https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#log',
    samples: [
      {
        line: 'logger=context userId=1 orgId=1 uname=admin t=2026-03-04T10:11:12.345678Z level=error msg="Request Completed" method=GET path=/api/ds/query status=500 remote_addr=203.0.113.9 time_ms=34 duration=34.5ms size=41',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'context',
          method: 'GET',
          path: '/api/ds/query',
          status: 500,
          duration_ms: 34.5,
          message: 'Request Completed',
        },
      },
    ],
  },
];
