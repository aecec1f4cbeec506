import * as z from 'zod';
import { parseJson } from '../../catalog-files/json.ts';
import type { Path } from '../../catalog-files/parsed.ts';
import { nearest } from '../../text/nearest.ts';
import { isSkippable, type Rule, SKIPPABLE } from '../rules.ts';
import type { Accepted } from './baseline.ts';

const ACCEPTED = 'a list of { rule, code, about? }';

const baselineSchema = z.strictObject(
  {
    accepted: z.array(
      z.strictObject(
        {
          rule: z.string('the name of a rule').transform((name, context): Rule => {
            if (isSkippable(name)) return name;
            const meant = nearest(name, SKIPPABLE);
            const hint =
              meant === null ? `The rules are ${SKIPPABLE.join(', ')}` : `Did you mean '${meant}'?`;
            context.issues.push({
              code: 'custom',
              input: name,
              message: `a rule, and there is no '${name}'. ${hint}`,
            });
            return z.NEVER;
          }),
          code: z.string('a code as text'),
          about: z.string('text').optional(),
        },
        '{ rule, code, about? }',
      ),
      ACCEPTED,
    ),
  },
  `{ "accepted": ${ACCEPTED} }`,
);

/** A baseline of the text of its file, or everything that is wrong with it, as `line:column: …`. Never throws. */
export function parseBaseline(text: string): { accepted: Accepted[] } | { problems: string[] } {
  const parsed = parseJson(text);
  if ('problems' in parsed)
    return { problems: parsed.problems.map(({ message, line, column }) => `${line}:${column}: ${message}`) };
  const result = baselineSchema.safeParse(parsed.data);
  if (result.success) return result.data;
  return {
    problems: result.error.issues.map((issue) => {
      const { line, column } = parsed.locate(issue.path as Path);
      const unknown =
        issue.code === 'unrecognized_keys' ? `; there is no field '${issue.keys.join("', '")}'` : '';
      return `${line}:${column}: expected ${issue.message}${unknown}`;
    }),
  };
}
