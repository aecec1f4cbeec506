import { type AreaEntries, NO_STATUS } from './entry.ts';

export const webhooks: AreaEntries<'webhooks'> = {
  webhook_url_invalid: {
    title: 'Webhook URL not https, or no answer to HEAD',
    ...NO_STATUS,
    meaning: 'The webhook URL is not https, or does not respond to HEAD.',
    causes: [
      'The URL starts with `http://`, or is no full URL.',
      'The endpoint only handles POST and does not respond to `HEAD`.',
      'The host cannot be reached from the internet: private address, firewall, DNS, certificate.',
    ],
    fix: [
      'Use a public `https://` URL.',
      'Run `curl -I <url>` from outside your network: it must get a response, best a 200.',
      'Let the endpoint answer `HEAD` next to `POST`, then register it again.',
    ],
    retry: {
      when: 'after_fix',
      note: 'Registering again is safe. A receiver that was briefly down may just pass.',
    },
    who: 'caller',
    symptoms: [
      'cannot register the webhook endpoint',
      'webhook over http is refused',
      'our webhook receiver does not answer HEAD',
      'the hook URL is not reachable',
      'webhook endpoint verification fails',
      'ngrok url refused for the webhook',
    ],
    example: "'http://hooks.example.com/in' must be https and respond to HEAD.",
  },
  webhook_secret_required: {
    title: 'Endpoint registered without a secret',
    ...NO_STATUS,
    meaning: "The endpoint is registered but its secret is missing. Rare, and the platform's bug.",
    causes: ['The platform registered the endpoint without storing its secret.'],
    fix: [
      "Report it on the platform's GitHub with the `request_id` and the URL of the endpoint.",
      'Meanwhile, delete the endpoint and register it again, so that it gets a secret.',
    ],
    retry: { when: 'never', note: 'Repeating does not add the secret; registering the endpoint anew may.' },
    who: 'platform',
    symptoms: [
      'the webhook has no signing secret',
      'cannot verify webhook signatures because the secret is missing',
      'endpoint is there but without a secret',
      'webhook secret empty in the dashboard',
      'deliveries fail because no secret is set',
      'signing key of the hook was never generated',
    ],
    example: "Endpoint 'we_41' has no secret.",
  },
};
