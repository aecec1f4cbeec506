-- A table for request logs whose lines are found by the id of their request: the preset `flat` of
-- `--logs clickhouse://HOST:8443/DATABASE/request_logs?preset=flat`. What its choices cost and save is measured by
-- `npm run bench:clickhouse`, which reads this file; `docs/scale.md` tells the figures and the form for a cluster.
-- ClickHouse 24.8 and later; no experimental setting is needed.
--
-- Lines are inserted as they come (FORMAT JSONEachRow, with date_time_input_format = 'best_effort'): members of other names
-- are passed over, so that they belong into `fields`. From the OpenTelemetry Collector's table a view fills it, with the
-- names of your own attributes:
--
--   CREATE MATERIALIZED VIEW request_logs_from_otel TO request_logs AS
--   SELECT Timestamp AS time, LogAttributes['request_id'] AS request_id, TraceId AS trace_id,
--     lower(SeverityText) AS level, ServiceName AS service, LogAttributes['workspace'] AS workspace,
--     LogAttributes['http.request.method'] AS method, LogAttributes['url.path'] AS path,
--     toUInt16OrZero(LogAttributes['http.response.status_code']) AS status,
--     toFloat64OrZero(LogAttributes['duration_ms']) AS duration_ms, LogAttributes['code'] AS code, Body AS message,
--     mapFilter((name, value) -> name NOT IN ('request_id', 'workspace', 'code'), LogAttributes) AS fields
--   FROM otel_logs
--
-- It takes what comes from then on, and an INSERT INTO request_logs with the same SELECT what is there already.
CREATE TABLE IF NOT EXISTS request_logs
(
    -- Microseconds keep the order of the lines within a request. UTC, so that a day and an hour mean the same on every server.
    time DateTime64(6, 'UTC') CODEC(Delta(8), ZSTD(1)),
    -- The id that the platform's errors carry. A line without one holds ''.
    request_id String CODEC(ZSTD(1)),
    -- The id of the distributed trace, as OpenTelemetry writes it: 32 hexadecimal digits.
    trace_id String CODEC(ZSTD(1)),
    level LowCardinality(String),
    service LowCardinality(String),
    workspace LowCardinality(String),
    method LowCardinality(String),
    path String CODEC(ZSTD(1)),
    -- 0: this line tells no status.
    status UInt16 CODEC(ZSTD(1)),
    duration_ms Float64 CODEC(ZSTD(1)),
    -- The error's code, as in the catalog; '' in lines that tell no error.
    code LowCardinality(String),
    message String CODEC(ZSTD(1)),
    -- Whatever else the line says.
    fields Map(LowCardinality(String), String) CODEC(ZSTD(1)),

    -- 0.0001 is the lowest rate that ClickHouse makes: 20 bits an id, 0.4 bytes a row with six lines a request. What one
    -- filter lets through by mistake, another one over other rows hardly does: both are wrong 10,000 times more rarely.
    INDEX request_id_bloom request_id TYPE bloom_filter(0.0001) GRANULARITY 1,
    INDEX request_id_bloom_of_4 request_id TYPE bloom_filter(0.0001) GRANULARITY 4,
    INDEX trace_id_bloom trace_id TYPE bloom_filter(0.0001) GRANULARITY 1,
    INDEX trace_id_bloom_of_4 trace_id TYPE bloom_filter(0.0001) GRANULARITY 4,

    -- Which errors were seen since a moment: a few rows an hour in place of all its lines.
    PROJECTION seen_by_hour
    (
        SELECT
            toStartOfHour(time),
            code,
            status,
            workspace,
            count(),
            max(time),
            argMax(request_id, time)
        GROUP BY toStartOfHour(time), code, status, workspace
    )
)
ENGINE = MergeTree
-- A day is dropped as a whole when its time has come, and a lookup in the last 24 hours opens two of them.
PARTITION BY toDate(time)
-- Within an hour the lines of one request stand together: the key leaves one or two granules an hour to look at,
-- whether the hour has a million lines or a hundred million, and the filters above leave none but the right hour's.
ORDER BY (toStartOfHour(time), request_id, time)
TTL toDateTime(time) + INTERVAL 30 DAY
SETTINGS ttl_only_drop_parts = 1;
