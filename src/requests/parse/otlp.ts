import { isObject } from '../../is-object.ts';
import { type Field, flatten } from './flatten.ts';

/**
 * The log records of an OTLP JSON export (`resourceLogs[].scopeLogs[].logRecords[]`), each as its fields with
 * those of its resource (under `resource.`) and scope; null if `object` is no export.
 *
 * Source: opentelemetry-proto, logs.proto, and the OTLP JSON encoding. Malformed parts are passed over.
 */
export function otlpRecords(object: Record<string, unknown>): Field[][] | null {
  if (!Array.isArray(object['resourceLogs'])) return null;
  return objects(object['resourceLogs']).flatMap((group) => {
    const resource = isObject(group['resource']) ? group['resource']['attributes'] : undefined;
    const shared = flatten(resource ?? {}, 'resource');
    return objects(group['scopeLogs']).flatMap((scopeGroup) => {
      const scope = flatten(scopeGroup['scope'] ?? {}, 'scope');
      return objects(scopeGroup['logRecords']).map((record) => [...otlpFields(record), ...shared, ...scope]);
    });
  });
}

/** Whether `object` is a single OTLP log record. */
export function isOtlpRecord(object: Record<string, unknown>): boolean {
  return Object.hasOwn(object, 'timeUnixNano') || Object.hasOwn(object, 'observedTimeUnixNano');
}

/** The fields of one OTLP log record, its attributes under their own names. */
export function otlpFields(record: Record<string, unknown>): Field[] {
  const { attributes, resource, ...own } = record;
  const resourceAttributes = isObject(resource) ? (resource['attributes'] ?? resource) : {};
  return [...flatten(attributes ?? {}), ...flatten(own), ...flatten(resourceAttributes, 'resource')];
}

function objects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
