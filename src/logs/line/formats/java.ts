import type { Format } from '../format.ts';

/** Java and its kin. */
export const JAVA: readonly Format[] = [
  {
    name: 'Spring Boot (logback)',
    docs: 'https://docs.spring.io/spring-boot/reference/features/logging.html#features.logging.log-format',
    layouts: [
      '{time} {level} {pid} --- [{spring_app}] [{thread}] [{correlation:hex}] {service} : {message}',
      '{time} {level} {pid} --- [{spring_app}] [{thread}] {service} : {message}',
      '{time} {level} {pid} --- [{thread}] {service} : {message}',
      '{time} {level} [{spring_app},{trace_id},{span_id}] {pid} --- [{thread}] {service} : {message}',
      '{time} {level} [{spring_app},{trace_id},{span_id},{exportable}] {pid} --- [{thread}] {service} : {message}',
    ],
    samples: [
      {
        line: '2026-03-04T10:11:12.345Z  INFO 1 --- [nio-8080-exec-2] com.example.Orders : [7c1d2e3f] POST /orders',
        reads: { level: 'info', method: 'POST', path: '/orders', message: '[7c1d2e3f] POST /orders' },
      },
      {
        line: '2026-03-04T10:11:12.345+01:00 ERROR 41 --- [shop] [nio-8080-exec-1] c.e.shop.OrderService                    : order failed',
        reads: {
          time: '2026-03-04T09:11:12.345Z',
          level: 'error',
          service: 'c.e.shop.OrderService',
          message: 'order failed',
          rest: { thread: 'nio-8080-exec-1', spring_app: 'shop' },
        },
      },
      {
        line: '2026-03-04 10:11:12.345  WARN [shop,4bf92f3577b34da6a3ce929d0e0e4736,00f067aa0ba902b7] 1 --- [nio-8080-exec-1] c.e.shop.Orders : slow',
        reads: {
          level: 'warn',
          service: 'c.e.shop.Orders',
          message: 'slow',
          rest: { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' },
        },
      },
      {
        line: '2026-03-04T10:11:12.345Z ERROR 41 --- [shop] [nio-8080-exec-1] [4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7] c.e.shop.Orders : order failed',
        reads: {
          level: 'error',
          service: 'c.e.shop.Orders',
          message: 'order failed',
          rest: { correlation: '4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7' },
        },
      },
    ],
  },
  {
    name: 'Logback and log4j, thread before the level',
    docs: 'https://logback.qos.ch/manual/layouts.html',
    layouts: [
      '{time} [{thread}] {level} {service:name}(( [{mdc}])) -- {message}',
      '{time} [{thread}] {level} {service:name}(( [{mdc}])) - {message}',
      '{time} [{thread}] {level} {service:logger}: {message}',
      '{time} [{thread}] {level} {service:logger} {message}',
      '{clock} [{thread}] {level} {service:name} -- {message}',
      '{clock} [{thread}] {level} {service:name} - {message}',
      '{uptime:digits} [{thread}] {level} {service:name} - {message}',
    ],
    samples: [
      {
        line: '2026-03-04 10:11:12,345 [http-nio-8080-exec-1] ERROR com.example.shop.Orders - order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'com.example.shop.Orders',
          message: 'order failed',
        },
      },
      {
        line: '10:11:12.345 [main] ERROR com.example.shop.Orders -- order failed',
        reads: {
          time: null,
          level: 'error',
          service: 'com.example.shop.Orders',
          message: 'order failed',
          rest: { clock: '10:11:12.345' },
        },
      },
    ],
  },
  {
    name: 'log4j, WildFly, Quarkus and Keycloak, level before the thread',
    docs: 'https://logging.apache.org/log4j/2.x/manual/pattern-layout.html',
    layouts: [
      '{time} {level} [{service:logger}] ({thread}) {message}',
      '{clock} {level} [{service:logger}] ({thread}) {message}',
      '{time} {level} {service:name}:{source_line:digits} - {message}',
      '{time} {level} [{thread}] {service:name}:{source_line:digits} - {message}',
      '{time} [{thread}] {level} {service:name}:{source_line:digits} - {message}',
      '{time} {level} {service:logger} - {message}',
      '{level} [{time}] {service:logger}: {message}',
      '{time}:{level}:{service:name}:{thread:word}: {message}',
      '{time} [{level}] from {service:name} in {thread:word} - {message}',
      '{time} {level} [{thread}] {service:name} ({caller}) - {message}',
      '{time} {level} [{thread}] {service:name} - {message}',
      '{time} {level} [{thread}] {service:logger}: {message}',
      '{time} {level} [{thread}] ({caller}) - {message}',
      '{time} {level} [{thread}] {service:logger} {message}',
      '{time} {level} {service:logger} [{thread}] - {message}',
      '{time} {level} {service:logger} [{thread}] {message}',
      '{time} {level} ({thread}) [{service:logger}] {message}',
      '{time} {level} ({thread}) {service:logger} {message}',
    ],
    samples: [
      {
        line: '2026-03-04 10:11:12,345 ERROR [org.jboss.as.ejb3] (default task-1) WFLYEJB0034: order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'org.jboss.as.ejb3',
          message: 'WFLYEJB0034: order failed',
          rest: { thread: 'default task-1' },
        },
      },
      {
        line: '10:11:12,345 ERROR [org.acme.Orders] (executor-thread-0) order failed',
        reads: {
          time: null,
          level: 'error',
          service: 'org.acme.Orders',
          message: 'order failed',
          rest: { clock: '10:11:12,345' },
        },
      },
      {
        line: '2026-03-04 10:11:12 ERROR com.acme.OrderService:87 - order failed',
        reads: {
          level: 'error',
          service: 'com.acme.OrderService',
          message: 'order failed',
          rest: { source_line: '87' },
        },
      },
      {
        line: '2026-03-04 10:11:12,345 ERROR [main] com.example.Orders (Orders.java:12) - order failed',
        reads: {
          level: 'error',
          service: 'com.example.Orders',
          message: 'order failed',
          rest: { caller: 'Orders.java:12' },
        },
      },
      {
        line: '2026-03-04 10:11:12,345 ERROR [io.qua.ver.htt.run.QuarkusErrorHandler] (executor-thread-1) HTTP Request to /orders failed, error id: 8924e83e-1111-4222-8333-a1f000000034-1: java.lang.IllegalStateException: stock is gone',
        reads: { level: 'error', path: '/orders', rest: { thread: 'executor-thread-1' } },
      },
      {
        line: '2026-03-04 10:11:12,357 WARN  [org.keycloak.events] (executor-thread-1) type=LOGIN_ERROR, realmId=shop, clientId=web, error=invalid_user_credentials, code_id=8924e83e-1111-4222-8333-a1f000000034',
        reads: {
          level: 'warn',
          code: 'invalid_user_credentials',
          rest: { type: 'LOGIN_ERROR', realmId: 'shop' },
        },
      },
    ],
  },
  {
    name: 'Tomcat (JULI)',
    docs: 'https://tomcat.apache.org/tomcat-10.1-doc/logging.html',
    layouts: ['{time} {level} [{thread}] {service:logger} {message}'],
    samples: [
      {
        line: '04-Mar-2026 10:11:12.345 SEVERE [http-nio-8080-exec-1] org.apache.catalina.core.StandardWrapperValve.invoke Servlet.service() for servlet [shop] threw exception',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'org.apache.catalina.core.StandardWrapperValve.invoke',
          message: 'Servlet.service() for servlet [shop] threw exception',
        },
      },
    ],
  },
  {
    name: 'java.util.logging',
    docs: 'https://docs.oracle.com/en/java/javase/21/docs/api/java.logging/java/util/logging/SimpleFormatter.html',
    layouts: [
      '{time} {service:logger} {source_method:word} {level}: {message}',
      '{time} {service:logger} {level}: {message}',
      '{time} {service:logger} {source_method:word}',
      '{time} {service:logger}',
    ],
    samples: [
      {
        line: 'Mar 04, 2026 10:11:12 AM com.example.shop.Orders place',
        reads: { time: '2026-03-04T10:11:12.000Z', service: 'com.example.shop.Orders' },
      },
      { line: 'SEVERE: order failed', reads: { level: 'error', message: 'order failed' } },
    ],
  },
  {
    name: 'Akka and Pekko',
    docs: 'https://doc.akka.io/libraries/akka-core/current/typed/logging.html',
    layouts: [
      '[{time}] [{level}] [{service}] [{source}] - {message}',
      '[{time}] [{level}] [{service}] [{thread}] [{source}] - {message}',
    ],
    samples: [
      {
        line: '[2026-03-04 10:11:12,345] [ERROR] [com.example.Orders] [akka://shop/user/orders] - order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'com.example.Orders',
          message: 'order failed',
        },
      },
    ],
  },
  {
    name: 'GlassFish and Payara',
    docs: 'https://docs.payara.fish/enterprise/docs/Technical%20Documentation/Payara%20Server%20Documentation/Logging/Overview.html',
    layouts: [
      '[{time}] [{product}] [{level}] [{code}] [{service}] [tid: {thread:*}] [timeMillis: {_}] [levelValue: {_}] [[ {message}',
    ],
    samples: [
      {
        line: '[2026-03-04T10:11:12.345+0000] [Payara 6] [SEVERE] [] [com.example.Orders] [tid: _ThreadID=41 _ThreadName=http(3)] [timeMillis: 1772619072345] [levelValue: 1000] [[\n  order failed]]',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', service: 'com.example.Orders' },
      },
    ],
  },
  {
    name: 'WebLogic',
    docs: 'https://docs.oracle.com/en/middleware/fusion-middleware/weblogic-server/12.2.1.4/wllog/logging_services.html',
    layouts: ['####<{time}> <{level}> <{service}> <{host}> <{server}> <{message}'],
    samples: [
      {
        line: '####<Mar 4, 2026 10:11:12,345 AM UTC> <Error> <HTTP> <web-1> <AdminServer> <[ACTIVE] ExecuteThread> <<WLS Kernel>> <> <abc> <1772619072345> <BEA-101020> <order failed>',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'HTTP',
          rest: { server: 'AdminServer' },
        },
      },
    ],
  },
  {
    name: 'WebSphere',
    docs: 'https://www.ibm.com/docs/en/was/9.0.5?topic=problems-log-files',
    layouts: ['[{time:m/d/yy H:M:S}] {thread:word} {service} {level} {message}'],
    levels: {
      F: 'fatal',
      E: 'error',
      W: 'warn',
      A: 'info',
      I: 'info',
      C: 'info',
      D: 'debug',
      O: 'info',
      R: 'error',
    },
    samples: [
      {
        line: '[3/4/26 11:11:12:345 CET] 00000041 ServletWrappe E   SRVE0068E: Uncaught exception',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'ServletWrappe',
          message: 'SRVE0068E: Uncaught exception',
        },
      },
    ],
  },
  {
    name: 'Play',
    docs: 'https://www.playframework.com/documentation/latest/SettingsLogger',
    layouts: [
      '{time} {level} {service:logger} in {thread:word} {message}',
      '{time} {level} {service:logger} {message}',
    ],
    samples: [
      {
        line: '2026-03-04 10:11:12 ERROR p.api.http.DefaultHttpErrorHandler in application-akka.actor.default-dispatcher-5  order failed',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          service: 'p.api.http.DefaultHttpErrorHandler',
          message: 'order failed',
        },
      },
    ],
  },
  {
    name: 'log4j2 JsonLayout, JsonTemplateLayout',
    docs: 'https://logging.apache.org/log4j/2.x/manual/json-template-layout.html',
    samples: [
      {
        line: '{"instant":{"epochSecond":1772619072,"nanoOfSecond":345000000},"thread":"main","level":"ERROR","loggerName":"shop.Orders","message":"order failed","contextMap":{"requestId":"x1"}}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop.Orders',
          message: 'order failed',
        },
      },
      {
        line: '{"timeMillis":1772619072345,"level":"ERROR","message":"order failed"}',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error' },
      },
    ],
  },
  {
    name: 'logstash-logback-encoder',
    docs: 'https://github.com/logfellow/logstash-logback-encoder',
    samples: [
      {
        line: '{"@timestamp":"2026-03-04T11:11:12.345+01:00","@version":"1","message":"order failed","logger_name":"com.example.Orders","thread_name":"main","level":"ERROR","level_value":40000,"stack_trace":"java.lang.IllegalStateException: stock is gone\\n\\tat x"}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'com.example.Orders',
          message: 'order failed',
        },
      },
    ],
  },
];
