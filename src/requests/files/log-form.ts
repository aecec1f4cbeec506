import { type Compression, compressionOf } from './decompress.ts';
import { type Utf16, utf16Of } from './utf16.ts';

/** How a log file is to be read. */
export type LogForm =
  | { kind: 'plain' }
  | { kind: 'utf16'; encoding: Utf16 }
  | { kind: 'compressed'; compression: Compression }
  /** Why not, in a sentence. */
  | { kind: 'unreadable'; reason: string };

/** The form of a log file, by its first bytes. */
export function formOf(first: Buffer): LogForm {
  const compression = compressionOf(first);
  if (typeof compression === 'string') return { kind: 'unreadable', reason: compression };
  if (compression !== null) return { kind: 'compressed', compression };
  const encoding = utf16Of(first);
  return encoding === null ? { kind: 'plain' } : { kind: 'utf16', encoding };
}
