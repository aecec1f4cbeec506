/** What is asked for again and again: answers about the same texts, and what is made of an object once. */

/** A longer text hardly comes again. */
const LONGEST = 200;

/** `answer`, with its answers remembered, at most `most` of them: then it forgets all. It must depend on the text alone. */
export function remembering<Answer>(
  answer: (text: string) => Answer,
  most = 5_000,
): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as Answer;
    const given = answer(text);
    if (text.length > LONGEST) return given;
    if (known.size >= most) known.clear();
    known.set(text, given);
    return given;
  };
}

/** The same of a function that also depends on an object: what is remembered lives as long as that. */
export function rememberingFor<By extends object, Answer>(
  answer: (text: string, by: By) => Answer,
  most?: number,
): (text: string, by: By) => Answer {
  const all = new WeakMap<By, (text: string) => Answer>();
  return (text, by) => {
    let own = all.get(by);
    if (own === undefined) {
      own = remembering((each) => answer(each, by), most);
      all.set(by, own);
    }
    return own(text);
  };
}

/** What `make` gives, made when it is first asked for: many a process never needs it. */
export function lazily<Made extends object>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** What is made of an object: at once where it is asked for, or before that, a little at a time. */
export interface Preparing<By extends object, Made> {
  of(by: By): Made;
  /** Works on it a little; whether anything is left to do. */
  advance(by: By): boolean;
}

/** What `make` makes of an object, made once; wherever it yields, the work may rest. */
export function preparing<By extends object, Made>(
  make: (by: By) => Generator<void, Made>,
): Preparing<By, Made> {
  const made = new WeakMap<By, { value: Made } | { work: Generator<void, Made> }>();
  const advance = (by: By): boolean => {
    const state = made.get(by) ?? { work: make(by) };
    if ('value' in state) return false;
    const { done, value } = state.work.next();
    made.set(by, done === true ? { value } : state);
    return done !== true;
  };
  const of = (by: By): Made => {
    for (;;) {
      const state = made.get(by);
      if (state !== undefined && 'value' in state) return state.value;
      advance(by);
    }
  };
  return { of, advance };
}
