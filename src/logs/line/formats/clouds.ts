import type { Format } from '../format.ts';

/** Load balancers, gateways, CDNs, functions and platforms of clouds. */
export const CLOUDS: readonly Format[] = [
  {
    name: 'AWS Application Load Balancer',
    docs: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html',
    sum: ['request_processing_s', 'target_processing_s', 'response_processing_s'],
    layouts: [
      '{type:https|http|h2|grpcs|wss|ws} {time} {elb} {client} {target_addr} {request_processing_s:n} {target_processing_s:n} {response_processing_s:n} {status} {target_status:n} {received_bytes:n} {sent_bytes:n} "{request}" "{user_agent}" {ssl_cipher} {ssl_protocol} {target_group} "{trace_id}"(( {extra}))',
    ],
    samples: [
      {
        line: 'https 2026-03-04T10:11:12.345678Z app/shop/50dc6c495c0c9188 203.0.113.9:2817 10.0.0.1:80 0.086 0.048 0.037 502 502 0 57 "GET https://shop.example.com:443/orders HTTP/1.1" "curl/8" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/shop/73e2 "Root=1-58337262-36d228ad5d99923122bbe354" "shop.example.com" "-" 0 2026-03-04T10:11:12.100000Z "forward" "-" "-" "10.0.0.1:80" "502" "-" "-"',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'GET',
          path: 'https://shop.example.com:443/orders',
          status: 502,
          duration_ms: 171,
          rest: { trace_id: 'Root=1-58337262-36d228ad5d99923122bbe354' },
        },
      },
    ],
  },
  {
    name: 'AWS Classic Load Balancer',
    docs: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/access-log-collection.html',
    sum: ['request_processing_s', 'target_processing_s', 'response_processing_s'],
    layouts: [
      '{time} {elb} {client} {target_addr} {request_processing_s:n} {target_processing_s:n} {response_processing_s:n} {status} {target_status:n} {received_bytes:n} {sent_bytes:n} "{request}"(( "{user_agent}"))(( {extra}))',
    ],
    samples: [
      {
        line: '2026-03-04T10:11:12.345678Z shop-elb 203.0.113.9:2817 10.0.0.1:80 0.000073 0.034048 0.000057 502 502 0 29 "GET http://shop.example.com:80/orders HTTP/1.1" "curl/8" - -',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'GET',
          path: 'http://shop.example.com:80/orders',
          status: 502,
          duration_ms: 34.178,
        },
      },
    ],
  },
  {
    name: 'Amazon S3 server access log',
    docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html',
    layouts: [
      '{bucket_owner:word} {bucket:word} [{time}] {remote_addr:ip} {requester} {request_id:word} {operation:word} {key} "{request}" {status} {code:word} {bytes} {object_size:n} {duration_ms} {turn_around_ms:n} "{referer}" "{user_agent}" {extra}',
    ],
    samples: [
      {
        line: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be shop-bucket [04/Mar/2026:10:11:12 +0000] 203.0.113.9 arn:aws:iam::123456789012:user/shop 3E57427F3EXAMPLE REST.GET.OBJECT orders/7.json "GET /orders/7.json HTTP/1.1" 404 NoSuchKey 286 - 34 - "-" "aws-cli/2" - 7HD8 SigV4 TLS_AES_128_GCM_SHA256 AuthHeader shop-bucket.s3.amazonaws.com TLSv1.3 - -',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          method: 'GET',
          path: '/orders/7.json',
          status: 404,
          duration_ms: 34,
          code: 'NoSuchKey',
          rest: { request_id: '3E57427F3EXAMPLE', operation: 'REST.GET.OBJECT' },
        },
      },
    ],
  },
  {
    name: 'Amazon CloudFront standard log',
    docs: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html',
    zone: 'UTC',
    layouts: [
      '{time} {edge_location:word} {bytes} {client:ip} {method} {cs_host:word} {path} {status} {referer} {user_agent} {query} {cookie} {result_type:word} {request_id} {host:word} {protocol:word} {received_bytes:n} {duration_s}(( {extra}))',
    ],
    samples: [
      {
        line: '2026-03-04\t10:11:12\tFRA2-C1\t991\t203.0.113.9\tGET\tdexample.cloudfront.net\t/orders/7\t502\t-\tcurl/8\t-\t-\tError\tbVAtYTFmMDAwMTAtZXhhbXBsZQ==\tshop.example.com\thttps\t321\t0.345',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          method: 'GET',
          path: '/orders/7',
          status: 502,
          duration_ms: 345,
          rest: { request_id: 'bVAtYTFmMDAwMTAtZXhhbXBsZQ==', result_type: 'Error' },
        },
      },
    ],
  },
  {
    name: 'Amazon API Gateway access log (JSON)',
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
    samples: [
      {
        line: '{"requestId":"c6af9ac6-7b61-11e6-9a41-a1f000000032","ip":"203.0.113.9","requestTime":"04/Mar/2026:10:11:12 +0000","requestTimeEpoch":"1772619072345","httpMethod":"GET","resourcePath":"/orders/{id}","status":"502","responseLatency":"29010","integrationErrorMessage":"Execution failed due to a timeout error"}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'GET',
          path: '/orders/{id}',
          status: 502,
          duration_ms: 29_010,
          message: 'Execution failed due to a timeout error',
        },
      },
    ],
  },
  {
    name: 'Amazon API Gateway execution log',
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
    layouts: [
      '(({time} ))({request_id:uuid}) HTTP Method: {method}, Resource Path: {path}',
      '(({time} ))({request_id:uuid}) Method completed with status: {status}',
      '(({time} ))({request_id:uuid}) {message}',
    ],
    samples: [
      {
        line: '(8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1) HTTP Method: POST, Resource Path: /orders',
        reads: { method: 'POST', path: '/orders' },
      },
      {
        line: '2026-03-04T10:11:12.345Z (8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1) Method completed with status: 502',
        reads: { time: '2026-03-04T10:11:12.345Z', status: 502 },
      },
    ],
  },
  {
    name: 'AWS Lambda, platform lines',
    docs: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html',
    layouts: [
      'REPORT RequestId: {request_id:word} Duration: {duration_ms} ms {message}',
      'START RequestId: {request_id:word} Version: {version}',
      'END RequestId: {request_id:word}',
    ],
    samples: [
      {
        line: 'REPORT RequestId: 8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1\tDuration: 345.67 ms\tBilled Duration: 346 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t',
        reads: { duration_ms: 345.67, rest: { request_id: '8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1' } },
      },
      {
        line: 'START RequestId: 8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1 Version: $LATEST',
        reads: { rest: { version: '$LATEST' } },
      },
    ],
  },
  {
    name: 'AWS Lambda, Python',
    docs: 'https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html',
    layouts: ['[{level}] {time} {request_id:uuid} {message}'],
    samples: [
      {
        line: '[ERROR]\t2026-03-04T10:11:12.345Z\t8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1\tstock service is gone',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'stock service is gone',
          rest: { request_id: '8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1' },
        },
      },
    ],
  },
  {
    name: 'AWS Lambda, Node.js',
    docs: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html',
    layouts: [
      '{time} {request_id:uuid} {level} {message}',
      '{time} undefined {level} {message}',
      '{time} {request_id:uuid} {message}',
    ],
    samples: [
      {
        line: '2026-03-04T10:11:12.345Z\t8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1\tERROR\tstock service is gone',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'stock service is gone',
          rest: { request_id: '8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1' },
        },
      },
    ],
  },
  {
    name: 'AWS Lambda, JSON',
    docs: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html',
    samples: [
      {
        line: '{"time":"2026-03-04T10:11:12.345Z","type":"platform.report","record":{"requestId":"8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1","metrics":{"durationMs":345.67,"billedDurationMs":346,"memorySizeMB":128},"status":"timeout"}}',
        reads: { time: '2026-03-04T10:11:12.345Z', duration_ms: 345.67 },
      },
      {
        line: '{"timestamp":"2026-03-04T10:11:12.345Z","level":"ERROR","requestId":"8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1","message":"stock service is gone"}',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', message: 'stock service is gone' },
      },
    ],
  },
  {
    name: 'AWS CloudTrail',
    docs: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html',
    samples: [
      {
        line: '{"eventVersion":"1.09","eventTime":"2026-03-04T10:11:12Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","errorCode":"AccessDenied","errorMessage":"not authorized to perform: s3:GetObject","requestID":"MPA1F00059EXAMPL"}',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          code: 'AccessDenied',
          message: 'not authorized to perform: s3:GetObject',
          rest: { eventName: 'GetObject' },
        },
      },
    ],
  },
  {
    name: 'AWS WAF',
    docs: 'https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html',
    samples: [
      {
        line: '{"timestamp":1772619072345,"formatVersion":1,"action":"BLOCK","terminatingRuleId":"r1","httpRequest":{"clientIp":"203.0.113.9","uri":"/orders","httpMethod":"GET","requestId":"req_1"}}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'GET',
          path: '/orders',
          rest: { action: 'BLOCK' },
        },
      },
    ],
  },
  {
    name: 'Google Cloud Logging',
    docs: 'https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry',
    samples: [
      {
        line: '{"timestamp":"2026-03-04T10:11:12.345678Z","severity":"ERROR","httpRequest":{"requestMethod":"GET","requestUrl":"https://shop.example.com/orders","status":502,"latency":"0.345s"},"insertId":"x1"}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          method: 'GET',
          path: 'https://shop.example.com/orders',
          status: 502,
          duration_ms: 345,
        },
      },
      {
        line: '{"timestamp":"2026-03-04T10:11:12.345678Z","severity":"DEFAULT","textPayload":"ERROR:shop.orders:stock is gone","resource":{"type":"cloud_run_revision","labels":{"service_name":"shop"}}}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop',
          message: 'stock is gone',
        },
      },
      {
        line: '{"timestamp":"2026-03-04T10:11:12.345Z","severity":"ERROR","protoPayload":{"status":{"code":7,"message":"PERMISSION_DENIED"},"methodName":"storage.objects.get"}}',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', message: 'PERMISSION_DENIED' },
      },
    ],
  },
  {
    name: 'Google App Engine (request log)',
    docs: 'https://cloud.google.com/appengine/docs/standard/writing-application-logs',
    has: ['protopayload.resource', 'protopayload.latency'],
    terms: { path: 'protopayload.resource', message: 'protopayload.line.logmessage' },
    samples: [
      {
        line: '{"protoPayload":{"@type":"type.googleapis.com/google.appengine.logging.v1.RequestLog","requestId":"x1","startTime":"2026-03-04T10:11:12.345Z","latency":"0.345s","method":"GET","resource":"/orders","status":500,"line":[{"time":"2026-03-04T10:11:12.400Z","severity":"ERROR","logMessage":"stock is gone"}]},"timestamp":"2026-03-04T10:11:12.345Z","severity":"ERROR"}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 345,
          message: 'stock is gone',
        },
      },
    ],
  },
  {
    name: 'Azure Diagnostics (Log Analytics)',
    docs: 'https://learn.microsoft.com/azure/azure-monitor/reference/tables/azurediagnostics',
    has: ['httpmethod_s', 'timetaken_d'],
    terms: { method: 'httpmethod_s', path: 'requesturi_s', status: 'httpstatus_d', message: 'error_info_s' },
    units: { timetaken_d: 's' },
    samples: [
      {
        line: '{"TimeGenerated":"2026-03-04T10:11:12Z","Category":"ApplicationGatewayAccessLog","httpMethod_s":"GET","requestUri_s":"/orders","httpStatus_d":502,"timeTaken_d":0.345,"transactionId_g":"x1"}',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          method: 'GET',
          path: '/orders',
          status: 502,
          duration_ms: 345,
        },
      },
    ],
  },
  {
    name: 'Azure Application Gateway',
    docs: 'https://learn.microsoft.com/azure/application-gateway/application-gateway-diagnostics',
    has: ['properties.httpstatus', 'properties.timetaken'],
    units: { 'properties.timetaken': 's' },
    samples: [
      {
        line: '{"timeStamp":"2026-03-04T10:11:12+00:00","resourceId":"/x","operationName":"ApplicationGatewayAccess","properties":{"clientIP":"203.0.113.9","httpMethod":"GET","requestUri":"/orders","httpStatus":502,"timeTaken":0.345,"transactionId":"x1"}}',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          method: 'GET',
          path: '/orders',
          status: 502,
          duration_ms: 345,
        },
      },
    ],
  },
  {
    name: 'Azure API Management (GatewayLogs)',
    docs: 'https://learn.microsoft.com/azure/azure-monitor/reference/tables/apimanagementgatewaylogs',
    samples: [
      {
        line: '{"time":"2026-03-04T10:11:12.345Z","category":"GatewayLogs","properties":{"method":"GET","url":"https://shop.example.com/orders","responseCode":500,"lastError":{"source":"forward-request","reason":"BackendConnectionFailure","message":"stock is gone"}},"correlationId":"x1"}',
        reads: { method: 'GET', status: 500, message: 'stock is gone' },
      },
    ],
  },
  {
    name: 'Azure Front Door',
    docs: 'https://learn.microsoft.com/azure/frontdoor/monitor-front-door',
    has: ['properties.trackingreference', 'properties.timetaken'],
    units: { 'properties.timetaken': 's' },
    samples: [
      {
        line: '{"time":"2026-03-04T10:11:12.3456789Z","category":"FrontDoorAccessLog","properties":{"trackingReference":"0x1","httpMethod":"GET","requestUri":"https://shop.example.com:443/orders","httpStatusCode":"502","timeTaken":"0.345"}}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'GET',
          path: 'https://shop.example.com:443/orders',
          status: 502,
          duration_ms: 345,
        },
      },
    ],
  },
  {
    name: 'Azure App Service (HTTP log)',
    docs: 'https://learn.microsoft.com/azure/azure-monitor/reference/tables/appservicehttplogs',
    has: ['csmethod', 'csuristem', 'scstatus', 'timetaken'],
    units: { timetaken: 'ms' },
    samples: [
      {
        line: '{"TimeGenerated":"2026-03-04T10:11:12.345Z","CsMethod":"GET","CsUriStem":"/orders","ScStatus":502,"TimeTaken":345}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'GET',
          path: '/orders',
          status: 502,
          duration_ms: 345,
        },
      },
    ],
  },
  {
    name: 'Azure Application Insights (requests, exceptions)',
    docs: 'https://learn.microsoft.com/azure/azure-monitor/reference/tables/apprequests',
    has: ['operationid', 'timegenerated'],
    terms: { path: 'url', status: 'resultcode' },
    units: { durationms: 'ms' },
    samples: [
      {
        line: '{"TimeGenerated":"2026-03-04T10:11:12.345Z","OperationId":"4bf92f3577b34da6a3ce929d0e0e4736","Name":"GET /orders","Url":"https://shop.example.com/orders","ResultCode":"500","DurationMs":34.5,"Success":false}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          path: 'https://shop.example.com/orders',
          status: 500,
          duration_ms: 34.5,
        },
      },
    ],
  },
  {
    name: 'Application Insights severityLevel',
    docs: 'https://learn.microsoft.com/azure/azure-monitor/reference/tables/apptraces',
    has: ['severitylevel', 'operationid'],
    terms: { level: 'severitylevel' },
    levels: { 0: 'debug', 1: 'info', 2: 'warn', 3: 'error', 4: 'fatal' },
    samples: [
      {
        line: '{"timestamp":"2026-03-04T10:11:12.345Z","message":"order failed","severityLevel":3,"operation_Id":"4bf92f3577b34da6a3ce929d0e0e4736"}',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', message: 'order failed' },
      },
    ],
  },
  {
    name: 'Cloudflare Logpush (HTTP requests)',
    docs: 'https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/zone/http_requests/',
    samples: [
      {
        line: '{"EdgeStartTimestamp":1772619072345000000,"RayID":"8d1c2b3a4f5e6d43","EdgeResponseStatus":502,"ClientRequestMethod":"GET","ClientRequestURI":"/orders"}',
        reads: { time: '2026-03-04T10:11:12.345Z', method: 'GET', path: '/orders', status: 502 },
      },
    ],
  },
  {
    name: 'Cloudflare Workers trace',
    docs: 'https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/account/workers_trace_events/',
    samples: [
      {
        line: '{"EventTimestampMs":1772619072345,"EventType":"fetch","Outcome":"exception","ScriptName":"shop","Event":{"RayID":"8d1c2b3a4f5e6d43","Request":{"URL":"https://shop.example.com/orders","Method":"GET"},"Response":{"Status":500}}}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'GET',
          path: 'https://shop.example.com/orders',
          status: 500,
        },
      },
    ],
  },
  {
    name: 'Cloudflare Workers (wrangler tail)',
    docs: 'https://developers.cloudflare.com/workers/wrangler/commands/#tail',
    layouts: ['{method} {path} - {level} @ {time}'],
    levels: {
      Ok: 'info',
      Canceled: 'warn',
      'Exception Thrown': 'error',
      'Exceeded CPU Limit': 'error',
      'Exceeded Memory Limit': 'error',
      'Unknown Error': 'error',
    },
    samples: [
      {
        line: 'POST https://shop.example.com/orders - Exception Thrown @ 3/4/2026, 10:11:12 AM',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          method: 'POST',
          path: 'https://shop.example.com/orders',
        },
      },
    ],
  },
  {
    name: 'Sentry',
    docs: 'https://develop.sentry.dev/sdk/data-model/event-payloads/',
    has: ['event_id', 'exception.values.value'],
    terms: { message: 'exception.values.value' },
    samples: [
      {
        line: '{"event_id":"4bf92f3577b34da6a3ce929d0e0e4736","timestamp":1772619072.345,"level":"error","platform":"python","exception":{"values":[{"type":"StockError","value":"stock is gone"}]},"request":{"url":"https://shop.example.com/orders","method":"POST"}}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          method: 'POST',
          path: 'https://shop.example.com/orders',
          message: 'stock is gone',
        },
      },
    ],
  },
  {
    name: 'Netlify functions',
    docs: 'https://docs.netlify.com/functions/logs/',
    layouts: [
      '{time:Mon d, H:M:S AP}: {request_id:word} Duration: {duration_ms} ms {message}',
      '{time:Mon d, H:M:S AP}: {request_id:word} {level} {message}',
      '{time:Mon d, H:M:S AP}: {request_id:word} {message}',
    ],
    samples: [
      {
        line: 'Mar 4, 10:11:12 AM: 4f2a1b3c ERROR  order failed',
        modified: '2026-03-05T00:00:00Z',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          message: 'order failed',
          rest: { request_id: '4f2a1b3c' },
        },
      },
      {
        line: 'Mar 4, 10:11:12 AM: 4f2a1b3c Duration: 34.5 ms\tMemory Usage: 80 MB',
        reads: { duration_ms: 34.5 },
      },
    ],
  },
  {
    name: 'aws logs tail',
    docs: 'https://docs.aws.amazon.com/cli/latest/reference/logs/tail.html',
    layouts: ['{time} {log_stream:stream} {inner}'],
    samples: [
      {
        line: '2026-03-04T10:11:12.345000+00:00 2026/03/04/[$LATEST]7d2e1f0a REPORT RequestId: 8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1\tDuration: 345.67 ms\tBilled Duration: 346 ms',
        reads: { time: '2026-03-04T10:11:12.345Z', duration_ms: 345.67 },
      },
    ],
  },
  {
    name: 'Vercel',
    docs: 'https://vercel.com/docs/drains/reference/logs',
    samples: [
      {
        line: '{"id":"1573817187330377061717300000","message":"order failed","timestamp":1772619072345,"source":"lambda","level":"error","proxy":{"method":"GET","path":"/orders","statusCode":500,"requestId":"fra1::x1"}}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          method: 'GET',
          path: '/orders',
          status: 500,
          message: 'order failed',
        },
      },
    ],
  },
  {
    name: 'Datadog',
    docs: 'https://docs.datadoghq.com/logs/log_configuration/attributes_naming_convention/',
    has: ['ddsource', 'duration'],
    units: { duration: 'ns' },
    samples: [
      {
        line: '{"timestamp":"2026-03-04T10:11:12.345Z","status":"error","service":"shop","ddsource":"nodejs","message":"order failed","http":{"method":"GET","url":"/orders","status_code":500},"duration":34500000}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop',
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 34.5,
        },
      },
    ],
  },
  {
    name: 'Okta system log',
    docs: 'https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/',
    samples: [
      {
        line: '{"displayMessage":"User login","eventType":"user.session.start","outcome":{"result":"FAILURE","reason":"INVALID_CREDENTIALS"},"published":"2026-03-04T10:11:12.345Z","severity":"WARN","debugContext":{"debugData":{"requestId":"x1"}}}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'warn',
          message: 'User login',
          rest: { 'outcome.reason': 'INVALID_CREDENTIALS' },
        },
      },
    ],
  },
  {
    name: 'Splunk HEC',
    docs: 'https://help.splunk.com/en/splunk-enterprise/get-started/get-data-in/9.4/get-data-with-http-event-collector/format-events-for-http-event-collector',
    samples: [
      {
        line: '{"time":1772619072.345,"host":"web-1","sourcetype":"shop","event":{"level":"error","message":"order failed","request_id":"req_1"}}',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', message: 'order failed' },
      },
    ],
  },
  {
    name: 'OpenTelemetry (OTLP JSON)',
    docs: 'https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding',
    samples: [
      {
        line: '{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1772619072345000000","severityNumber":17,"body":{"stringValue":"order failed"},"attributes":[{"key":"http.response.status_code","value":{"intValue":"500"}}]}]}]}]}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop',
          status: 500,
          message: 'order failed',
        },
      },
    ],
  },
];
