import { type AreaEntries, NO_STATUS } from './entry.ts';

export const workspaces: AreaEntries<'workspaces'> = {
  workspace_slug_invalid: {
    title: 'Slug has disallowed characters',
    ...NO_STATUS,
    meaning: 'The slug has disallowed characters: only `a-z`, `0-9` and `-` may stand in it.',
    causes: [
      'Upper-case letters, underscores, dots or spaces.',
      'Accented or non-Latin letters taken over from a display name.',
      'A whole host name or URL was sent instead of the slug.',
    ],
    fix: [
      'Lower-case the name and put one `-` for each run of other characters: `Acme_Corp` becomes `acme-corp`.',
      'Check it against `^[a-z0-9-]{3,}$` before sending.',
      'Send the request again with the corrected slug.',
    ],
    retry: { when: 'after_fix', note: 'The same slug is always refused. Safe to repeat with a valid one.' },
    who: 'caller',
    symptoms: [
      'the slug has illegal characters',
      'underscore not allowed in the workspace name',
      'upper case letters in the slug are refused',
      'it does not like the accent in our company name',
      'workspace url contains special characters',
      'spaces or dots in the slug',
    ],
    example: "The slug 'Acme_Corp' has characters that are not allowed. Use only a-z, 0-9 and -.",
  },
  workspace_slug_too_short: {
    title: 'Slug is shorter than 3 characters',
    ...NO_STATUS,
    meaning: 'The slug is too short: the minimum is 3 characters.',
    causes: [
      'A slug of one or two characters was chosen (initials, a country code).',
      'Characters were stripped from a longer name before sending.',
      'The slug is empty.',
    ],
    fix: [
      'Choose a slug of at least 3 characters, e.g. `hq-team` for `hq`.',
      'Count after stripping what is not `a-z 0-9 -`, not before.',
      'Send the request again with the longer slug.',
    ],
    retry: { when: 'after_fix', note: 'The same slug is always refused. Safe to repeat with a longer one.' },
    who: 'caller',
    symptoms: [
      'the slug needs at least three characters',
      'two letter workspace name refused',
      'our company is called HQ and it will not take that as slug',
      'workspace name is too short',
      'minimum length of the slug',
      'slug with one character',
    ],
    example: "The slug 'hq' is too short. Use at least 3 characters.",
  },
  workspace_slug_reserved: {
    title: 'Slug is a reserved word',
    ...NO_STATUS,
    meaning: 'The slug is a reserved word (auth, api, app, admin, etc.).',
    causes: [
      'The slug is a word that the platform keeps for itself, e.g. auth, api, app, admin.',
      'A script or a test used a generic word as the slug.',
    ],
    fix: [
      'Add a word of your own: `admin` becomes `acme-admin`.',
      'Do not try further generic words: the documented list ends in "etc.", so others are reserved too.',
      'Send the request again with that slug.',
    ],
    retry: {
      when: 'after_fix',
      note: 'A reserved word never becomes free. Safe to repeat with another slug.',
    },
    who: 'caller',
    symptoms: [
      'cannot name the workspace admin',
      'the slug is a reserved word',
      'not allowed to use api as workspace name',
      'the name is kept for the system',
      'forbidden workspace name such as auth or app',
      'that slug is blocked by the platform',
    ],
    example: "The slug 'admin' is reserved. Pick another.",
  },
  workspace_provisioning_failed: {
    title: 'Initial provisioning failed',
    ...NO_STATUS,
    meaning: 'The initial provisioning of the workspace failed. Check the details.',
    causes: [
      'A step of the initial set-up failed on the platform.',
      'Something that the set-up relies on was down at that moment.',
      'A setting of the new workspace could not be provisioned.',
    ],
    fix: [
      'Read the `details` of the error: they say which step failed.',
      'Look at the workspace before creating another: the failed one may hold the slug.',
      "If the details name nothing that you can change, report the `request_id` and the details on the platform's GitHub.",
    ],
    retry: {
      when: 'after_fix',
      note: 'Creating it again blindly may end in workspace_slug_taken; look at the failed one first.',
    },
    who: 'platform',
    symptoms: [
      'the new workspace never came up',
      'workspace setup failed halfway',
      'stuck while creating the workspace and then an error',
      'provisioning blew up',
      'workspace creation did not complete',
      'the initial set-up of our tenant broke',
    ],
    example: "Provisioning of workspace 'acme' failed at step 'dns'. See details.",
  },
};
