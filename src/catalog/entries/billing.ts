import { type AreaEntries, NO_STATUS } from './entry.ts';

export const billing: AreaEntries<'billing'> = {
  payment_method_required: {
    title: 'Pro without a valid card',
    ...NO_STATUS,
    meaning: 'The workspace moved to Pro with no valid card.',
    causes: [
      'No card was on file when the workspace moved to Pro.',
      'The card on file is expired or not valid.',
    ],
    fix: ["Add a valid card in the workspace's billing settings.", 'Repeat the action that was refused.'],
    retry: { when: 'after_fix', note: 'Refused until a valid card is on file. Safe to repeat after that.' },
    who: 'workspace_owner',
    symptoms: [
      'it asks for a credit card',
      'no payment method on file',
      'upgraded to Pro but no card was entered',
      'cannot switch plan without a card',
      'card expired when moving to the paid plan',
      'add billing details first',
    ],
    example: 'Add a valid card to use Pro.',
  },
  subscription_past_due: {
    title: 'Payment overdue',
    ...NO_STATUS,
    meaning: 'The subscription is past due: the payment must be resolved to continue.',
    causes: [
      'The last charge failed: card declined, expired or over its limit.',
      'An invoice was not paid in time.',
    ],
    fix: [
      'Open the unpaid invoice in the billing settings; change the card first if it was declined.',
      'Pay it and see that the subscription is active again.',
      'Then repeat the refused call.',
    ],
    retry: { when: 'after_fix', note: 'Refused until the payment is resolved. Safe to repeat after that.' },
    who: 'workspace_owner',
    symptoms: [
      'our last invoice was not paid',
      'the card was declined on renewal',
      'account suspended because of an unpaid bill',
      'payment overdue',
      'subscription payment failed',
      'we are behind on payments',
    ],
    example: 'The subscription is past due. Resolve the payment to continue.',
  },
  signups_blocked: {
    title: 'Spending cap reached, sign-ups blocked',
    ...NO_STATUS,
    meaning: 'You hit your spending cap, so sign-ups are blocked. Raise it or wait for the next period.',
    causes: [
      "This period's spending reached the cap.",
      'A surge of sign-ups, real or by bots, used up the cap.',
      'The cap is set lower than normal use.',
    ],
    fix: [
      'Look at the recent sign-ups: a wave of bots is to be stopped, not paid for.',
      'Raise the spending cap in the billing settings, or wait for the next billing period.',
      'Tell new users meanwhile that sign-up is paused.',
    ],
    retry: { when: 'after_fix', note: 'Refused until the cap is raised or the next period starts.' },
    who: 'workspace_owner',
    symptoms: [
      'new users cannot register',
      'sign-ups are closed all of a sudden',
      'we reached our spending limit',
      'nobody new can create an account',
      'the monthly budget cap is used up',
      'registration is disabled until next month',
    ],
    example: 'Signups are blocked: the spending cap of this period is reached.',
  },
};
