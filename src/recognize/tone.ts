/** Words of somebody who has a problem, or asks about one. */
const TROUBLE =
  /n['’]t\b|\b(?:not|no|never|none|cannot|cant|wont|dont|unable|fail\w{0,5}|errors?|refus\w{0,3}|reject\w{0,3}|den(?:y|ies|ied)|block\w{0,3}|wrong|invalid|missing|expir\w{0,5}|br[eo]ken?|breaks|crash\w{0,3}|stop\w{0,4}|why|bad|down|limit\w{0,3}|too|twice|already|forg[eo]t\w{0,3}|mismatch\w{0,2}|revoked?|complain\w{0,3}|instead|must|problem|issue|trouble|bug|declin\w{0,3}|bounc\w{0,3}|stuck|lost|gone|dead|kill\w{0,3}|without|unless|throttl\w{0,3}|duplicate\w?|disallow\w{0,2}|forbidden|illegal|unauthori[sz]ed|unauthenticated|unavailable|unreachable|unknown|unsigned|malformed|conflict\w{0,2}|overdue|unpaid|outage|cancel\w{0,4}|abort\w{0,3}|disabled|suspended|frozen|locked|taken|reserved|exists?|again)\b/i;

/** How somebody begins who wants to know something, and has no error yet. */
const QUESTION =
  /^\W{0,3}(?:how (?:do|does|can|should|would|many|much|to)|what(?:'s| is| are| does| do)|where|which|when|who|show|list|add|create|can you|could you|explain|tell me|is there|does)\b/i;

const CONTENT =
  /\b(?:success\w{0,5}|thank(?:s| you)|went well|works? (?:great|fine|well|perfectly)|all good|no (?:errors?|problems?|issues?)|renewed|delivered|completed|finished|looks? (?:nice|good|great)|passed|happy|love|(?:is|are|was|were|has been|have been|got) (?:updated|accepted|deleted|created|restored|fixed|resolved|done)|everything works|works again|all (?:services|tests) )\b/i;

/** Marks of errors that other programs raise: language runtimes, operating systems, databases, package managers. */
const FOREIGN =
  /\b(?:Syntax|Type|Reference|Range|Import|Key|Attribute|NullPointer|ClassCast|IndexError|ModuleNotFound)(?:Error|Exception)\b|\bTS\d{4}\b|\bE[A-Z]{5,14}\b|\bnpm ERR!|\bSQLSTATE\b|\bORA-\d{4}|\bkubelet\b|violates \w{1,12} constraint/;

export type Tone = 'trouble' | 'content' | 'question' | 'neutral' | 'foreign';

/** What a text sounds like, which says how much its words must prove before it is taken for an error. */
export function toneOf(text: string): Tone {
  if (FOREIGN.test(text)) return 'foreign';
  if (TROUBLE.test(text)) return 'trouble';
  if (CONTENT.test(text)) return 'content';
  return QUESTION.test(text) ? 'question' : 'neutral';
}
