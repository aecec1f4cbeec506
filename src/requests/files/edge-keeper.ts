import { EDGE, type Edges } from './edges.ts';

/** Keeps the first and the last `size` bytes of what it is fed; it takes no more memory than these. */
export function edgeKeeper(size = EDGE): { feed(chunk: Buffer): void; edges(): Edges } {
  let total = 0;
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let tailLength = 0;
  return {
    feed(chunk) {
      total += chunk.length;
      if (head.length < size) head = Buffer.concat([head, chunk.subarray(0, size - head.length)]);
      const last = chunk.subarray(Math.max(0, chunk.length - size));
      if (last.length === size && tail.length >= size) {
        tailLength = last.copy(tail);
        return;
      }
      if (tailLength + last.length > tail.length) {
        const kept = Math.min(tailLength, size);
        // Twice the size, so that small chunks move the kept bytes only now and then.
        const room = tail.length > 0 ? size * 2 : last.length;
        const moved = Buffer.allocUnsafe(Math.max(room, kept + last.length));
        tail.copy(moved, 0, tailLength - kept, tailLength);
        tail = moved;
        tailLength = kept;
      }
      tailLength += last.copy(tail, tailLength);
    },
    edges: () => {
      return { head, tail: tail.subarray(Math.max(0, tailLength - size), tailLength), whole: total <= size };
    },
  };
}
