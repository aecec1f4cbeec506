/** How many brackets are open at each of `positions`, in one pass. Brackets inside strings count too: they are rare. */
export function depthsAt(text: string, positions: readonly number[]): number[] {
  const depths = new Map<number, number>();
  let depth = 0;
  let from = 0;
  for (const position of [...positions].sort((a, b) => a - b)) {
    for (; from < position; from++) {
      const unit = text.charCodeAt(from);
      if (unit === 123 || unit === 91) depth++;
      else if ((unit === 125 || unit === 93) && depth > 0) depth--;
    }
    depths.set(position, depth);
  }
  return positions.map((position) => depths.get(position) ?? 0);
}
