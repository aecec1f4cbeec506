import type { Draft } from './draft.ts';
import { readTime } from './time.ts';

/** Source: AWS, "Access logs for your Application Load Balancer", the first fields up to the request. */
const LINE =
  /^(?<type>https?|h2|grpcs|wss?) (?<time>\S{20,40}) (?<elb>\S{1,200}) (?<client>\S{1,80}) (?<target>\S{1,80}) (?<t1>-?[\d.]{1,12}) (?<t2>-?[\d.]{1,12}) (?<t3>-?[\d.]{1,12}) (?<status>\d{3}|-) (?<target_status>\d{3}|-) (?<received>\d{1,20}) (?<sent>\d{1,20}) "(?<method>[A-Z-]{1,16}) (?<path>\S{1,16384}) [^"]{1,20}" "(?<agent>[^"]{0,8192})"(?<tail>.*)$/s;

/** A line of an AWS Application Load Balancer; null if it is none. */
export function readAlbLog(text: string): Draft | null {
  const groups = LINE.exec(text)?.groups;
  const instant = readTime(groups?.['time']);
  if (!groups || !instant) return null;
  const { elb, client, target, target_status, agent, tail = '', method = '', path, status } = groups;
  const times = ['t1', 't2', 't3'].map((name) => Number(groups[name]));
  const trace = /"(?:Root|Self)=[^"]{1,300}"/.exec(tail)?.[0].slice(1, -1);
  const named = {
    elb,
    client,
    target,
    target_status,
    user_agent: agent,
    trace_id: trace,
    extra: tail.trim(),
  };
  const fields = Object.entries(named).flatMap(([name, value]) => {
    return value === undefined || value === '' || value === '-' ? [] : [{ name, value }];
  });
  // -1 stands for a time that was not measured.
  const seconds = times.some((time) => time < 0)
    ? []
    : [{ name: 'duration_seconds', value: String(times.reduce((a, b) => a + b, 0)) }];
  return {
    fields: [...fields, ...seconds],
    text,
    instant,
    method: method === '-' ? undefined : method,
    path,
    status: status === '-' ? undefined : Number(status),
  };
}
