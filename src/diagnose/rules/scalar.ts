import type { Seen } from '../read/evidence.ts';
import { quote, suggest } from '../read/show.ts';
import type { Finding } from '../rule.ts';

/**
 * A boolean or a number where the message asks for one. Source:
 * RFC 8259 section 3: text in quotes is another type.
 */
export function scalar(kind: 'boolean' | 'number', { text, where }: Seen): Finding[] {
  const bare = text
    .trim()
    .replace(/^["']|["']$/g, '')
    .trim();
  const shown = `${quote(text)}${where}`;
  return kind === 'boolean' ? boolean(bare, shown) : number(bare, shown);
}

function boolean(bare: string, shown: string): Finding[] {
  const lower = bare.toLowerCase();
  if (bare === 'true' || bare === 'false') {
    return [
      {
        message: `${shown} is right as a JSON boolean: send it without quotes, not as text.`,
        suggestion: bare,
      },
    ];
  }
  const meant = /^(?:1|yes|y|on|true)$/.test(lower)
    ? 'true'
    : /^(?:0|no|n|off|false)$/.test(lower)
      ? 'false'
      : null;
  return [{ message: `${shown} is no JSON boolean: only true and false are.`, ...suggest(meant) }];
}

function number(bare: string, shown: string): Finding[] {
  if (/^-?(?:0|[1-9]\d{0,15})(?:\.\d{1,15})?$/.test(bare)) {
    return [
      {
        message: `${shown} is right as a JSON number: send it without quotes, not as text.`,
        suggestion: bare,
      },
    ];
  }
  const tidy = bare
    .replace(/[ _,'](?=\d{3}(?:\D|$))/g, '')
    .replace(/^\+/, '')
    .replace(/^0+(?=\d)/, '');
  const meant = /^-?\d{1,15}(?:\.\d{1,15})?$/.test(tidy) ? tidy : null;
  return [
    {
      message: `${shown} is no JSON number: digits only, no separators, units or leading zeros.`,
      ...suggest(meant),
    },
  ];
}
