import type { Progress } from '../requests/files/index/indexer.ts';

const BAR = 30;
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** One line that shows how far it has come after `elapsed` milliseconds: a bar, the rate, the time left. */
export function progressLine({ done, total }: Progress, elapsed: number): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * BAR);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`;
  const rate = done / Math.max(elapsed, 1);
  const left = rate === 0 ? '' : `  ${seconds(Math.max(0, total - done) / rate)} left`;
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  return `${bar} ${percent} %  ${size(done)} of ${size(total)}  ${size(rate * 1_000)}/s${left}`;
}

/** A size in bytes for people: `3.4 GB`. */
export function size(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1_000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[power]}`;
}

/** A time in milliseconds for people: `0.4 s`, `75 s`, `12 min`. */
export function seconds(milliseconds: number): string {
  const count = milliseconds / 1_000;
  if (count >= 120) return `${Math.round(count / 60)} min`;
  return `${count < 10 ? count.toFixed(1) : Math.round(count)} s`;
}
