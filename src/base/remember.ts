/** Functions of a text that are asked about the same texts again and again, such as the names of fields. */

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
