import type { Kind } from '../scene.ts';
import { AFTERWARDS } from './afterwards.ts';
import { BEHIND_THE_API } from './behind-the-api.ts';
import { BOUNDS } from './bounds.ts';
import { CREDENTIALS } from './credentials.ts';
import { DEPTHS } from './depths.ts';
import { GRANTS } from './grants.ts';
import { HALF_DONE } from './half-done.ts';
import { HOSTILE } from './hostile.ts';
import { HUNG_UP } from './hung-up.ts';
import { IDS } from './ids.ts';
import { INSIDE } from './inside.ts';
import { JOBS } from './jobs.ts';
import { LIMITS } from './limits.ts';
import { MALFORMED } from './malformed.ts';
import { NAMES_IN_USE } from './names-in-use.ts';
import { OUT_OF_DATE } from './out-of-date.ts';
import { SIGN_IN } from './sign-in.ts';
import { SOUGHT } from './sought.ts';
import { TURNED_AWAY } from './turned-away.ts';
import { UPSTREAM } from './upstream.ts';
import { WEBHOOKS } from './webhooks.ts';
import { WITHOUT_ID } from './without-id.ts';

/** Every kind of incident. For those of a half that is held out no rule of the program is made. */
export const KINDS: readonly Kind[] = [
  ...NAMES_IN_USE,
  ...LIMITS,
  ...CREDENTIALS,
  ...SIGN_IN,
  ...WEBHOOKS,
  ...JOBS,
  ...HUNG_UP,
  ...UPSTREAM,
  ...INSIDE,
  ...IDS,
  ...HOSTILE,
  ...WITHOUT_ID,
  ...OUT_OF_DATE,
  ...GRANTS,
  ...HALF_DONE,
  ...BEHIND_THE_API,
  ...BOUNDS,
  ...TURNED_AWAY,
  ...MALFORMED,
  ...DEPTHS,
  ...AFTERWARDS,
  ...SOUGHT,
];
