import { X509Certificate } from 'node:crypto';
import { howLong, iso } from '../read/time.ts';

const SOON = 14 * 86_400_000;

interface Judged {
  problem: string | null;
  isUsable: boolean;
}

/** What is wrong with the certificates of a metadata document, each as a sentence. */
export function certificateProblems(texts: readonly string[], now: number): string[] {
  const judged = texts.map((text) => judge(text, now));
  const usable = judged.filter(({ isUsable }) => isUsable).length;
  return judged.flatMap(({ problem, isUsable }, index) => {
    if (problem === null) return [];
    const which = texts.length === 1 ? 'The certificate' : `Certificate ${index + 1} of ${texts.length}`;
    const others = !isUsable && usable > 0 ? ' Another one in the file is valid.' : '';
    return [`${which} ${problem}.${others}`];
  });
}

function judge(text: string, now: number): Judged {
  const certificate = read(text);
  if (typeof certificate === 'string') return { problem: certificate, isUsable: false };
  const from = Date.parse(certificate.validFrom);
  const to = Date.parse(certificate.validTo);
  if (to < now) return { problem: `expired ${howLong(now - to)} ago, at ${iso(to) ?? ''}`, isUsable: false };
  if (from > now)
    return { problem: `is not valid before ${iso(from) ?? ''}, in ${howLong(from - now)}`, isUsable: false };
  return {
    problem: to - now < SOON ? `expires in ${howLong(to - now)}, at ${iso(to) ?? ''}` : null,
    isUsable: true,
  };
}

/** The certificate, or what is wrong with its text. */
function read(text: string): X509Certificate | string {
  if (text === '') return 'is empty';
  if (text.includes('-----BEGIN'))
    return 'has PEM lines (-----BEGIN…) in it: only the base64 between them belongs there';
  if (!/^[A-Za-z0-9+/=\s]*$/.test(text)) return 'is not base64';
  try {
    return new X509Certificate(Buffer.from(text, 'base64'));
  } catch {
    return 'cannot be read: it was cut off or changed';
  }
}
