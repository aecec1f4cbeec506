import type { Case } from '../cases/case.ts';

/** Errors told in plain words, by people and agents of many kinds. */
export const symptoms: readonly Case[] = [
  {
    input: "The server says my query string is malformed and won't even look at the rest",
    expect: 'invalid_request',
  },
  {
    input: 'Passing page=abc where an integer belongs gets the call bounced right at the parser',
    expect: 'invalid_request',
    accept: ['validation_failed'],
  },
  {
    input: "why does the API choke on my call when the body isn't even parseable JSON?",
    expect: 'invalid_request',
  },
  {
    input: 'BUG: list endpoint rejects the call outright if `limit` is sent as text instead of a number',
    expect: 'invalid_request',
    accept: ['validation_failed'],
  },
  { input: 'malformed parameter in call', expect: 'invalid_request' },
  {
    input:
      'I called the endpoint to list members, but the platform replied that one of the parameters in my request was badly formed and pointed me at the message text for details.',
    expect: 'invalid_request',
  },
  {
    input:
      "Hello, I make request to API and it answer the parameter is not in right format, I don't understand which one parameter",
    expect: 'invalid_request',
  },
  {
    input:
      'We upgraded our HTTP library on Tuesday, and the same afternoon Marta from sales asked for a report, so I was a bit distracted, but since then every call we make to the platform bounces because the library now serializes arrays in the query with brackets and the server thinks the request itself is malformed. Everything else in our stack seems fine.',
    expect: 'invalid_request',
  },
  {
    input: 'our SDK wrapper sends a garbled cursor param and the API refuses to process the call at all',
    expect: 'invalid_request',
  },
  {
    input: 'we forgot a comma in the JSON payload and the api said it cannot understand the request',
    expect: 'invalid_request',
  },
  { input: "the brand colour I typed isn't accepted as a hex value", expect: 'validation_failed' },
  { input: "Form field didn't pass validation on save", expect: 'validation_failed' },
  {
    input:
      'Colour picker sends "blue" instead of #0000ff and the update is turned down because of that one field',
    expect: 'validation_failed',
  },
  {
    input:
      'One of our customers writes: "I fill in my primary color as #12G and press save, and it keeps telling me this field isn\'t valid."',
    expect: 'validation_failed',
  },
  { input: 'why is the theme update refusing my hex code? I put #ZZTOP1', expect: 'validation_failed' },
  {
    input:
      "I attempted to update the workspace branding; the response indicated that a field's value did not satisfy the platform's validation rules (the accent colour).",
    expect: 'validation_failed',
  },
  {
    input: 'QA: PATCH branding — accent with 5 hex digits rejected, field-level message shown',
    expect: 'validation_failed',
  },
  {
    input:
      'Dear team, our designers tried changing the brand palette through your API and it was turned down because one of the fields is apparently not valid. Could you tell us what format you expect for colours?',
    expect: 'validation_failed',
  },
  {
    input:
      "So I've been going through onboarding all day, coffee in hand, and most of the screens are really nice by the way, congratulations to whoever did the icons, but when I get to the appearance page and enter the background as rgb(1,2,3) the save button gives me a red notice under the field that its value fails validation, and nothing gets stored.",
    expect: 'validation_failed',
  },
  { input: 'some fields dont pass the validaton when i sumbit the form', expect: 'validation_failed' },
  { input: 'I forgot to send the bearer header', expect: 'unauthorized' },
  { input: 'My JWT ran out after an hour and now every call gets turned away', expect: 'unauthorized' },
  {
    input: 'why am I being asked to authenticate again? my access token was fine this morning',
    expect: 'unauthorized',
  },
  { input: 'no auth header on the request', expect: 'unauthorized' },
  {
    input:
      'The API call to list workspaces failed because the request carried no credentials at all: the Authorization header was missing.',
    expect: 'unauthorized',
  },
  {
    input:
      'From what our engineers tell me, the nightly sync stops after about sixty minutes because the access token it started with has expired by then. Please advise.',
    expect: 'unauthorized',
  },
  {
    input: 'Regression: session token expires mid-wizard, next call is refused until user logs in again',
    expect: 'unauthorized',
  },
  {
    input: "hi, token is old (expired since yesterday), api don't let me in anymore, how to renew?",
    expect: 'unauthorized',
  },
  {
    input:
      'I was migrating our cron boxes to the new datacenter last weekend, lots of cables and pizza, and once everything was up again the dashboards came back green, except for the integration with you folks. After two hours of tcpdump I noticed that the proxy strips the Authorization header, so you never see any bearer from us.',
    expect: 'unauthorized',
  },
  {
    input: 'Customer quote: "it tells me i am not logged in but I logged in yesterday"',
    expect: 'unauthorized',
  },
  { input: 'anonymous call without any access token gets rejected', expect: 'unauthorized' },
  { input: "signature on the JWT doesn't verify", expect: 'invalid_token' },
  {
    input:
      'We rotated the machine key last night and since then all tokens minted before fail signature verification',
    expect: 'invalid_token',
  },
  {
    input:
      "why does the API say my bearer wasn't signed by the key it expects? we just regenerated the machine key",
    expect: 'invalid_token',
  },
  {
    input:
      "I fetched the workspace list with a fresh bearer, but the platform reported that the token's signature does not match the expected signing key.",
    expect: 'invalid_token',
  },
  { input: 'JWT was signed with the wrong private key, server wont take it', expect: 'invalid_token' },
  {
    input: 'after rotate of machine key, the token is not anymore good, sign is not match',
    expect: 'invalid_token',
  },
  {
    input:
      'QA: token tampered with one flipped character in the signature part is refused (expected), message unclear',
    expect: 'invalid_token',
  },
  {
    input:
      'A partner reports: "we deployed a new machine key to staging and now production won\'t trust the tokens we sign"',
    expect: 'invalid_token',
  },
  {
    input:
      "Our security officer insisted on a quarterly rotation of everything, so on Friday I changed the database passwords, the TLS certs, the SSH keys and finally the machine key for your platform, then went home to a birthday party. Monday morning all the workers are turned away although their tokens are not expired at all, they just carry the previous key's signature.",
    expect: 'invalid_token',
  },
  { input: 'kid in token header points to an old key, signature check fails', expect: 'invalid_token' },
  { input: 'token is missing a scope', expect: 'forbidden_by_scope' },
  {
    input: 'My PAT can read members but not delete them, I guess it needs an additional permission',
    expect: 'forbidden_by_scope',
  },
  { input: "why can't this token create webhooks? it works for reading", expect: 'forbidden_by_scope' },
  {
    input:
      'The attempt to invite a user failed because the bearer token in use was granted only read:members and the action needs write access.',
    expect: 'forbidden_by_scope',
  },
  { input: 'token lacks webhooks:write', expect: 'forbidden_by_scope' },
  {
    input:
      "our integration's credential is valid but isn't allowed to perform this particular action, someone minted it read-only",
    expect: 'forbidden_by_scope',
  },
  {
    input:
      "Hi support, one of our contractors got a machine token with limited rights, and when his script tries to delete an org it's denied for lacking the privilege. Could we widen the permissions of that token? Regards, Jörg (CTO)",
    expect: 'forbidden_by_scope',
  },
  {
    input: '[QA] Read-only API key: POST /workspaces denied for insufficient scope',
    expect: 'forbidden_by_scope',
  },
  {
    input:
      'I inherited this repository from a colleague who left for a beekeeping startup, so bear with me, there is no README. The deploy script logs in fine, lists the apps fine, and then when it comes to updating the branding it is denied; the token he made apparently has been given only the read scopes, nothing with write.',
    expect: 'forbidden_by_scope',
  },
  {
    input: 'i have token but it dont have enough permisions for make this action',
    expect: 'forbidden_by_scope',
  },
  { input: 'delete needs confirmed: true', expect: 'requires_confirmation' },
  {
    input: 'I tried to wipe a workspace through the API and it wants me to confirm first',
    expect: 'requires_confirmation',
  },
  {
    input: "why won't the delete go through? it says something about explicitly confirming",
    expect: 'requires_confirmation',
  },
  {
    input:
      'The delete_workspace tool call did not run because it is a destructive operation and I had not set the confirmation flag.',
    expect: 'requires_confirmation',
  },
  {
    input:
      'Customer says: "I ask your MCP to drop the old tenant, it answers it wants me to say yes explicitly"',
    expect: 'requires_confirmation',
  },
  { input: 'destructive op blocked, confirm flag missing', expect: 'requires_confirmation' },
  {
    input: 'QA: Removing an app via REST without the "yes I\'m sure" parameter is refused',
    expect: 'requires_confirmation',
  },
  {
    input: "our cleanup job purges old orgs, it stopped because the call doesn't send the are-you-sure flag",
    expect: 'requires_confirmation',
  },
  {
    input:
      'it was a quiet day until my boss asked me to get rid of all of the demo tenants left over from the conference in Lisbon, which was great fun by the way. I looped over them with curl and DELETE and not one of them went away; the answer every time is that such a dangerous action must be acknowledged first with a flag in the body.',
    expect: 'requires_confirmation',
  },
  {
    input:
      'when i want erase the workspace it ask confirmation but by api I dont know where to put the confirmation',
    expect: 'requires_confirmation',
  },
  { input: "the workspace id I'm looking up doesn't exist", expect: 'not_found' },
  {
    input: "I get told there's no such app, though I can see it in my colleague's dashboard",
    expect: 'not_found',
  },
  { input: "why can't the API find the org I created yesterday?", expect: 'not_found' },
  { input: 'no such resource', expect: 'not_found' },
  {
    input:
      'The request to fetch workspace ws_9f2 failed: the platform says the resource does not exist or is not visible to me.',
    expect: 'not_found',
  },
  { input: 'QA: opening a deleted app by its old id — resource missing message', expect: 'not_found' },
  {
    input: 'hello, i search a user by the id but the api say it not exist, i am sure it exist',
    expect: 'not_found',
  },
  {
    input:
      "Support: the customer's link points to a member that was removed; lookup says nothing exists under that id",
    expect: 'not_found',
  },
  {
    input:
      "After three weeks of vacation in Crete I came back to around nine hundred mails and one of them was from our auditor wanting a list of app settings. I copied the app's id from our wiki and called the endpoint, and it can't find anything under that id. Either somebody removed it while I was at the beach or I am no longer able to see it.",
    expect: 'not_found',
  },
  { input: "typed the wrong uuid, resource does'nt exist", expect: 'not_found' },
  { input: 'somebody already has that subdomain', expect: 'workspace_slug_taken' },
  {
    input: "The name we wanted for our tenant's URL is in use by another customer",
    expect: 'workspace_slug_taken',
  },
  {
    input: "why can't I have 'acme' as my workspace address? it's claimed by someone",
    expect: 'workspace_slug_taken',
  },
  { input: 'slug already in use', expect: 'workspace_slug_taken' },
  {
    input:
      'The API call to create a workspace failed because another workspace already uses the slug "northwind".',
    expect: 'workspace_slug_taken',
  },
  {
    input:
      "Dear support, our company is Lumen and we'd like lumen as subdomain, yet someone else registered it before us. Can we get it released? Best, Anna, CTO",
    expect: 'workspace_slug_taken',
  },
  { input: 'the slug is not free, other person have it already', expect: 'workspace_slug_taken' },
  {
    input: 'QA: Create org with duplicate slug shows raw error instead of suggestion',
    expect: 'workspace_slug_taken',
  },
  {
    input:
      "We finally have budget for the new product, the team is excited, we even printed stickers with the fox logo on them, and I was given the honour to set up the tenant. I enter foxtail as the handle, since that's what is on the stickers, and it turns out a different company has already grabbed it. Is there anything one can do?",
    expect: 'workspace_slug_taken',
  },
  {
    input: 'our terraform recreates the workspace and complains the slug is allready taken',
    expect: 'workspace_slug_taken',
  },
  { input: "can't delete while it's still provisioning", expect: 'state_conflict' },
  {
    input:
      "I tried to remove the tenant seconds after creating it and was told its current state doesn't allow that",
    expect: 'state_conflict',
  },
  { input: "why can't I archive a workspace that's being set up?", expect: 'state_conflict' },
  { input: 'resource in wrong state for this', expect: 'state_conflict' },
  {
    input:
      "The delete operation was refused since the workspace is still being provisioned and that state doesn't permit deletion.",
    expect: 'state_conflict',
  },
  {
    input:
      "Our pipeline spins up a tenant and immediately tears it down; teardown is denied because setup hasn't finished yet",
    expect: 'state_conflict',
  },
  {
    input: "[QA] Suspend a workspace twice: second attempt refused, it's already suspended",
    expect: 'state_conflict',
  },
  {
    input: 'when workspace is not ready yet I can not delete him, it say conflict of state',
    expect: 'state_conflict',
  },
  {
    input:
      "This is from our acceptance suite, which some intern rewrote in Go last summer, and it mostly works. One test creates a workspace, checks the greeting, then gets rid of it. On fast runners the last step fails; I guess the platform is still busy building the thing and won't let us delete it during that. Adding a sleep of thirty seconds makes it green.",
    expect: 'state_conflict',
  },
  {
    input:
      "customer pressed delete during the creation, system answered that it can't do that in the current status",
    expect: 'state_conflict',
  },
  { input: 'this feature is only for Enterprise', expect: 'enterprise_only' },
  {
    input: "We're on Pro and still can't switch this on, sales says it's in the top plan only",
    expect: 'enterprise_only',
  },
  {
    input: 'why is SCIM greyed out on Pro? do I really need the Enterprise tier?',
    expect: 'enterprise_only',
  },
  { input: 'needs enterprise plan', expect: 'enterprise_only' },
  {
    input:
      'The attempt to enable audit-log export was refused because the action is reserved for customers on the Enterprise plan.',
    expect: 'enterprise_only',
  },
  {
    input:
      "Hi, CTO of Brightly here. My engineers tell me the option they want isn't included in our Pro contract and we'd have to go Enterprise. What would that cost?",
    expect: 'enterprise_only',
  },
  {
    input: "on our Pro subscription this action don't work, must be enterprise plan",
    expect: 'enterprise_only',
  },
  {
    input: 'QA: Pro workspace calling the Enterprise-tier endpoint gets plan message without link to sales',
    expect: 'enterprise_only',
  },
  {
    input:
      "I've promised the compliance folks a dedicated region by the end of the quarter, and they have already updated their spreadsheets with the seventeen tabs. When I ask the API for it, though, the reply is that only organisations with an Enterprise contract are entitled to that. We have been paying for Pro since 2022, so I'm slightly surprised.",
    expect: 'enterprise_only',
  },
  { input: 'feature gated behind enterprise tier', expect: 'enterprise_only' },
  { input: "free plan can't do this, upgrade to Pro", expect: 'pro_required' },
  { input: "I'm on the free tier and custom domains are refused", expect: 'pro_required' },
  { input: 'why do I have to upgrade from the hobby plan to set a custom logo?', expect: 'pro_required' },
  { input: 'only on Pro and up', expect: 'pro_required' },
  {
    input:
      'The call to add a custom domain failed because the current workspace is on the free plan and that action needs at least Pro.',
    expect: 'pro_required',
  },
  {
    input: 'Customer says: "I clicked on remove branding and it wants me to buy the Pro package"',
    expect: 'pro_required',
  },
  { input: 'not available in my free account, must take pro subscription for it', expect: 'pro_required' },
  {
    input: 'QA: Starter org hitting a paid endpoint: upgrade prompt lacks the plan name Pro',
    expect: 'pro_required',
  },
  {
    input:
      "I'm a student working on my thesis about owl migration, no money at all, and use your platform for the login of my little survey site, which works like a charm. Yesterday I wanted to use my own domain in place of the default one, and the response was that I'd have to move to the Pro plan first or a higher one.",
    expect: 'pro_required',
  },
  { input: 'plan too low, Pro or better neccessary', expect: 'pro_required' },
  { input: "we're being throttled", expect: 'rate_limited' },
  { input: 'I hammered the endpoint in a loop and now it tells me to slow down', expect: 'rate_limited' },
  {
    input: 'why does my import script stop after a hundred requests saying to wait some seconds?',
    expect: 'rate_limited',
  },
  { input: 'too many calls per minute', expect: 'rate_limited' },
  {
    input:
      'The API call to list users was refused because too many requests were sent in a short time; the response told me to retry after 30 seconds.',
    expect: 'rate_limited',
  },
  {
    input: 'Our batch job fans out 200 parallel calls and about half of them bounce with a Retry-After',
    expect: 'rate_limited',
  },
  {
    input:
      'Dear all, since our traffic doubled we seem to be exceeding the allowed number of API requests per minute. Could you raise the limit for us? Kind regards, CTO',
    expect: 'rate_limited',
  },
  {
    input: 'i send very much requests fast and now api blocks me for some time, how many i can send?',
    expect: 'rate_limited',
  },
  {
    input:
      "We have a lovely little dashboard on the kitchen wall, next to the espresso machine, and it shows the number of active users. I set it to poll your endpoint every 100 ms because the animation looks smoother that way. After a few seconds the number freezes and the console shows we've made too many requests and should back off.",
    expect: 'rate_limited',
  },
  { input: 'QA: burst of 60 requests in 1s is throtled but UI shows blank page', expect: 'rate_limited' },
  { input: 'the server crashed on your side', expect: 'internal_error' },
  { input: 'something blew up in your backend, we got nothing but a request id', expect: 'internal_error' },
  { input: "why do I get 'an unexpected error on our side, please report'?", expect: 'internal_error' },
  { input: 'looks like a bug in your API', expect: 'internal_error' },
  {
    input:
      'The API call to update the app failed with an unexpected server-side fault; the response only asked to report the problem together with the request id.',
    expect: 'internal_error',
  },
  {
    input:
      'My team informs me that your platform fails with an internal exception whenever we save an emoji in the name. Please fix this bug on your end.',
    expect: 'internal_error',
  },
  {
    input: 'your server make unexpected error, I do nothing wrong, please look in your logs',
    expect: 'internal_error',
  },
  {
    input: 'QA: server throws unhandled exception when display name contains a NUL byte',
    expect: 'internal_error',
  },
  {
    input:
      "A customer of ours called this morning, first about an invoice, then about the weather in Hamburg, and finally about the fact that saving her profile doesn't work. I tried it myself with the very same values, they are all perfectly fine, and the answer is a generic message that something went wrong internally at your end and that we should report it with the id.",
    expect: 'internal_error',
  },
  {
    input: "backend bug: generic 'something went wrong on our side' plus request id",
    expect: 'internal_error',
  },
  { input: 'bad gateway from something behind you', expect: 'upstream_error' },
  { input: 'A service you depend on failed and you just passed the failure along', expect: 'upstream_error' },
  { input: 'why does it say something upstream failed? is it your provider?', expect: 'upstream_error' },
  { input: 'upstream failed, retrying with backoff', expect: 'upstream_error' },
  {
    input:
      'The tool call failed because a service behind the control plane did not answer properly; the message advised me to retry with backoff.',
    expect: 'upstream_error',
  },
  {
    input:
      "It's not your API itself, the response states that a dependency upstream of it broke, seems to go away after a few attempts",
    expect: 'upstream_error',
  },
  {
    input:
      'Dear team, your API intermittently reports that an upstream provider has failed. How often shall our clients retry, and with which backoff? Regards, CTO',
    expect: 'upstream_error',
  },
  { input: 'the gateway give me error that upstream server respond wrong', expect: 'upstream_error' },
  {
    input:
      "I was doing the usual Monday things, closing old tabs, watering the plants, and then ran our provisioning script against your API. Two out of five runs end with a message that something upstream of you had failed. When I run it a minute later it works. I'd rather not wrap everything in retries without knowing what's behind it.",
    expect: 'upstream_error',
  },
  {
    input: 'QA: when the upstream mail provider is down, invite returns a gateway eror',
    expect: 'upstream_error',
  },
  { input: 'platform is down for maintenance', expect: 'service_unavailable' },
  { input: 'Is there an outage? It says temporarily unavailable', expect: 'service_unavailable' },
  {
    input: 'why is the API offline tonight? the page talks about planned maintenance',
    expect: 'service_unavailable',
  },
  { input: 'maintenance window, try later', expect: 'service_unavailable' },
  {
    input:
      'The API call could not be completed because the platform is partially degraded at the moment; it suggested trying again later.',
    expect: 'service_unavailable',
  },
  {
    input: 'Customer quote: "your whole site tells me it\'s under maintenance since 20 minutes"',
    expect: 'service_unavailable',
  },
  {
    input:
      'From: CTO. Our monitoring shows your service being temporarily unavailable since 03:00 UTC. Is this a planned downtime?',
    expect: 'service_unavailable',
  },
  {
    input: 'service is not available now, they make maintenance, when it come back?',
    expect: 'service_unavailable',
  },
  {
    input:
      "I got up at four to do the release while nobody's online, made tea, fed the cat, ran the migration on our side, which went flawlessly for once, and then the very last step, the one that calls your API, tells me that you are currently in degraded operation and to come back in a while. The cat is also not amused.",
    expect: 'service_unavailable',
  },
  {
    input: 'QA: degraded mode banner missing while API answers temporarily unavailble',
    expect: 'service_unavailable',
  },
  { input: "underscores in the slug aren't allowed", expect: 'workspace_slug_invalid' },
  {
    input: 'I tried Acme_Corp as subdomain and it complains about the characters',
    expect: 'workspace_slug_invalid',
  },
  { input: "why can't my workspace handle have capital letters?", expect: 'workspace_slug_invalid' },
  { input: 'slug has forbidden characters', expect: 'workspace_slug_invalid' },
  {
    input:
      'The API call to create a workspace failed because the slug contained characters other than lowercase letters, digits and hyphens.',
    expect: 'workspace_slug_invalid',
  },
  {
    input: "our customer from Zürich wants an umlaut in his workspace slug and the form doesn't accept it",
    expect: 'workspace_slug_invalid',
  },
  {
    input: 'QA: Slug with a trailing space / dot is rejected, message should list allowed characters',
    expect: 'workspace_slug_invalid',
  },
  {
    input: 'i put space and big letters in workspace slug, it not accept such chars',
    expect: 'workspace_slug_invalid',
  },
  {
    input:
      "Our marketing lead has a strong opinion about typography, and he insisted that the address of our tenant must be written the way the brand is, with an ampersand in the middle: salt&stone. I told him computers don't like that, and sure enough the slug was rejected because of the symbol. Could you confirm, so that I can forward it to him?",
    expect: 'workspace_slug_invalid',
  },
  { input: 'emoji in the slug: illegal charachter', expect: 'workspace_slug_invalid' },
  { input: 'my slug has just two letters', expect: 'workspace_slug_too_short' },
  {
    input: "We're called HP and it won't let us take a two-character subdomain",
    expect: 'workspace_slug_too_short',
  },
  { input: 'why must the workspace slug be at least three characters?', expect: 'workspace_slug_too_short' },
  { input: 'slug needs more characters', expect: 'workspace_slug_too_short' },
  {
    input:
      'The workspace couldn\'t be created because the requested slug "ab" is shorter than the minimum length.',
    expect: 'workspace_slug_too_short',
  },
  {
    input:
      'Dear support, our brand is "X" and we\'d like a single-letter workspace slug, which your system declares too small. Exception possible? CTO',
    expect: 'workspace_slug_too_short',
  },
  { input: 'QA: 2-char slug → length message, 3-char slug OK', expect: 'workspace_slug_too_short' },
  { input: 'slug not enough long, i wrote only 2 letter', expect: 'workspace_slug_too_short' },
  {
    input:
      "We're a tiny family shop, my aunt founded it in 1974 and named it Qi after her dog, who was a lovely animal. So naturally I wanted qi as the slug of our workspace as well, but it's refused, presumably since it has only two letters. I would hate to name it differently, the sign on the door is made of brass.",
    expect: 'workspace_slug_too_short',
  },
  { input: 'slug lenght below minimum of 3 chars', expect: 'workspace_slug_too_short' },
  { input: "'admin' can't be used as slug", expect: 'workspace_slug_reserved' },
  {
    input: 'I wanted "api" for our tenant subdomain and it says that\'s a word you keep for yourselves',
    expect: 'workspace_slug_reserved',
  },
  { input: 'why is the slug "auth" blocked? nobody owns it', expect: 'workspace_slug_reserved' },
  { input: 'slug is a reserved word', expect: 'workspace_slug_reserved' },
  {
    input:
      'The workspace could not be created because the slug "app" is on the platform\'s list of reserved names.',
    expect: 'workspace_slug_reserved',
  },
  {
    input:
      'Customer writes: "I\'d like www as address of my workspace but the system says this word is not for customers"',
    expect: 'workspace_slug_reserved',
  },
  {
    input: 'QA: try slugs auth, api, admin → each refused as system names',
    expect: 'workspace_slug_reserved',
  },
  {
    input: 'the word i choosed for slug is protected, they keep it for system',
    expect: 'workspace_slug_reserved',
  },
  {
    input:
      "My manager thought it'd be funny to call the internal sandbox simply \"admin\", because that's what all of us are, and he even ordered mugs with it. Now that I try to set up the workspace with this slug, the platform won't hand it out; it isn't that someone has taken it, it's that the word belongs to the platform itself.",
    expect: 'workspace_slug_reserved',
  },
  { input: 'reserverd slug name, pick something else', expect: 'workspace_slug_reserved' },
  { input: 'new workspace never got set up', expect: 'workspace_provisioning_failed' },
  {
    input: 'Creating the tenant started fine and then the initial setup died halfway',
    expect: 'workspace_provisioning_failed',
  },
  {
    input: 'why did my new org end up in a failed state right after creation?',
    expect: 'workspace_provisioning_failed',
  },
  { input: 'tenant bootstrap failed', expect: 'workspace_provisioning_failed' },
  {
    input:
      'The workspace was created, but its initial provisioning did not succeed and the details mention that the database could not be allocated.',
    expect: 'workspace_provisioning_failed',
  },
  {
    input:
      'Hi, CTO of Nordlys. We signed up this morning and the environment that should have been prepared for us failed during setup. Please look into it.',
    expect: 'workspace_provisioning_failed',
  },
  {
    input: "QA: setup wizard stuck at 80%, then 'we could not prepare your workspace'",
    expect: 'workspace_provisioning_failed',
  },
  {
    input: 'i create workspace and wait, then it say setup is broken, workspace not made',
    expect: 'workspace_provisioning_failed',
  },
  {
    input:
      "The demo is on Thursday, the investors are flying in from Oslo, and I've just got the projector to work with the new laptop. So I create a brand-new workspace for the show, the spinner turns for about four minutes, and then it tells me that spinning up the environment went wrong and I should look at the details. The details are empty.",
    expect: 'workspace_provisioning_failed',
  },
  { input: 'provisoning of the new tenant crashed', expect: 'workspace_provisioning_failed' },
  { input: "callback URL isn't accepted", expect: 'redirect_uri_invalid' },
  {
    input: "I registered myapp//callback as return URL and it says that's no valid URL",
    expect: 'redirect_uri_invalid',
  },
  { input: "why can't I use a javascript: link as the callback?", expect: 'redirect_uri_invalid' },
  { input: 'bad return URL scheme', expect: 'redirect_uri_invalid' },
  {
    input: 'Registering the OAuth client failed because the callback address I supplied is not a proper URL.',
    expect: 'redirect_uri_invalid',
  },
  {
    input: "the redirect I'd like to add uses ftp:// and the platform says the scheme isn't allowed",
    expect: 'redirect_uri_invalid',
  },
  {
    input:
      "Dear support, our mobile team wants to save the return address of the app and your console says it isn't a correct URL. What schemes are permitted? CTO, Vela",
    expect: 'redirect_uri_invalid',
  },
  {
    input: "QA: app settings accept 'data:text/html' as redirect? -> refused, scheme is forbidden",
    expect: 'redirect_uri_invalid',
  },
  {
    input: 'callback adress is not good, it want https but i give without protocol',
    expect: 'redirect_uri_invalid',
  },
  {
    input:
      "So there I was, on the train, with the connection dropping in every tunnel, and I copy the return address out of a chat with my colleague into the field of the application's settings. It doesn't save; the platform thinks what I've pasted isn't a URL. I looked closer and the chat client had eaten the colon after https. Just leaving this for the next person.",
    expect: 'redirect_uri_invalid',
  },
  { input: 'redirect url malformd when adding it to the app', expect: 'redirect_uri_invalid' },
  { input: 'http://localhost callback in production', expect: 'redirect_uri_localhost_only_dev' },
  {
    input: "I left localhost:3000 in the redirect list and the prod app won't take it",
    expect: 'redirect_uri_localhost_only_dev',
  },
  { input: "why can't I test my live app against localhost?", expect: 'redirect_uri_localhost_only_dev' },
  { input: 'localhost only in dev', expect: 'redirect_uri_localhost_only_dev' },
  {
    input:
      'The client update was rejected because a localhost return URL is permitted only for development environments on this plan.',
    expect: 'redirect_uri_localhost_only_dev',
  },
  {
    input:
      'Junior here: my callback is http://localhost:5173/cb, it was okay in the dev environment but production refuses it',
    expect: 'redirect_uri_localhost_only_dev',
  },
  {
    input:
      'Customer says: "I want login to come back to my own laptop, localhost, but for the live app I am not allowed"',
    expect: 'redirect_uri_localhost_only_dev',
  },
  {
    input: 'QA: localhost redirect on non-dev app refused; on Pro there should be an override toggle',
    expect: 'redirect_uri_localhost_only_dev',
  },
  {
    input: 'in production the localhost return url is forbiden, only for development',
    expect: 'redirect_uri_localhost_only_dev',
  },
  {
    input:
      'We had a hackathon over the weekend, with far too many gummy bears, and a team built a small kiosk on our login. It works against the development app. When they pointed it at the real one, saving http://localhost:8080/done as the place to return to was turned down, apparently one may only do this in development or with some override if you pay for Pro.',
    expect: 'redirect_uri_localhost_only_dev',
  },
  {
    input: 'loopback/localhost redirect allowed for dev apps only',
    expect: 'redirect_uri_localhost_only_dev',
  },
  { input: 'old client secret no longer works', expect: 'client_secret_revoked' },
  {
    input: "We rotated the app's secret on Monday and the old one stopped working the day after",
    expect: 'client_secret_revoked',
  },
  {
    input: 'why did the previous client secret die a day after I rotated it?',
    expect: 'client_secret_revoked',
  },
  { input: 'secret was rotated, old one dead', expect: 'client_secret_revoked' },
  {
    input:
      'The token request failed because the client secret in use had been revoked after a rotation more than 24 hours ago.',
    expect: 'client_secret_revoked',
  },
  {
    input: 'one pod still runs with the pre-rotation client secret and the grace period is over',
    expect: 'client_secret_revoked',
  },
  {
    input:
      "Dear team, after we regenerated the secret of our application, our on-prem installs with the former secret can't obtain tokens since today. Was there a 24 hour overlap? CTO",
    expect: 'client_secret_revoked',
  },
  {
    input: 'QA: use previous app secret 25h after rotation -> refused as no longer valid',
    expect: 'client_secret_revoked',
  },
  {
    input: 'I change client secret two days before, the old secret now is not valid more',
    expect: 'client_secret_revoked',
  },
  {
    input:
      'My predecessor set everything up, and by everything I mean a spreadsheet with colours that only he understood. One of the green cells is the client secret our nightly job uses. It worked for years until this week; someone on the security team made a new secret on Tuesday, the old one kept working for a day, and since then it is dead.',
    expect: 'client_secret_revoked',
  },
  { input: 'revoked secret still in our vault', expect: 'client_secret_revoked' },
  { input: 'Google rejected our client id', expect: 'idp_oauth_failed' },
  {
    input: "Connecting GitHub as a login provider fails, they don't recognise our credentials",
    expect: 'idp_oauth_failed',
  },
  {
    input: 'why does Microsoft refuse the client id and secret we entered for social login?',
    expect: 'idp_oauth_failed',
  },
  { input: 'GitHub login setup rejected', expect: 'idp_oauth_failed' },
  {
    input:
      'Configuring the Google identity provider failed because Google did not accept the supplied client credentials.',
    expect: 'idp_oauth_failed',
  },
  {
    input: "Sign in with Microsoft doesn't get through: Entra says the app's secret is wrong",
    expect: 'idp_oauth_failed',
  },
  {
    input:
      'Support: customer pasted the Google client secret with a trailing space and now the social connection is refused by Google',
    expect: 'idp_oauth_failed',
  },
  {
    input: 'QA: enter wrong GitHub OAuth app secret → provider connection error should name GitHub',
    expect: 'idp_oauth_failed',
  },
  {
    input: "google don't accept the id and secret that I put in the social login settings",
    expect: 'idp_oauth_failed',
  },
  {
    input:
      'Our designers love the coloured buttons, so we want all three of them, and I spent my lunch break creating an OAuth app in the Google console, which by the way has moved every single menu again. I paste the two values into your settings for the Google provider, and on testing it, Google turns them down. Did I perhaps copy the wrong pair?',
    expect: 'idp_oauth_failed',
  },
  { input: 'microsoft oauth provider credentials regected', expect: 'idp_oauth_failed' },
  { input: "the SAML XML can't be parsed", expect: 'idp_metadata_invalid' },
  {
    input: "Uploaded our Okta metadata file and it says the document isn't signed",
    expect: 'idp_metadata_invalid',
  },
  { input: 'why is the federation metadata from ADFS refused?', expect: 'idp_metadata_invalid' },
  { input: 'SAML metadata is unsigned', expect: 'idp_metadata_invalid' },
  {
    input: 'Setting up enterprise SSO failed since the SAML metadata document was not well-formed XML.',
    expect: 'idp_metadata_invalid',
  },
  {
    input: "we pasted the metadata from Entra ID and it's complaining about a missing signature in the XML",
    expect: 'idp_metadata_invalid',
  },
  {
    input:
      'Dear support, our IT department handed over the SAML descriptor file and your console says it is malformed. Is there a tool to check it? CTO',
    expect: 'idp_metadata_invalid',
  },
  {
    input: 'QA: truncated SAML metadata upload (closing tag missing) shows cryptic text',
    expect: 'idp_metadata_invalid',
  },
  {
    input: 'i upload xml file of saml from okta and it tell me file is broken',
    expect: 'idp_metadata_invalid',
  },
  {
    input:
      "It's my second week, and the person who knows about single sign-on is on paternity leave, congratulations to him. He left me a file with a lot of angle brackets that I'm supposed to put into the SSO settings. When I upload it, the platform says the descriptor has no signature. I opened it in Word to have a look, maybe that was a mistake.",
    expect: 'idp_metadata_invalid',
  },
  { input: 'saml metdata xml not signed', expect: 'idp_metadata_invalid' },
  { input: 'Google is already connected here', expect: 'idp_already_configured' },
  {
    input: 'I tried to add Okta a second time and it says this workspace has it',
    expect: 'idp_already_configured',
  },
  {
    input: "why can't I add a second GitHub connection to the same workspace?",
    expect: 'idp_already_configured',
  },
  { input: 'SSO provider exists already', expect: 'idp_already_configured' },
  {
    input:
      'Adding the identity provider failed because the same provider has previously been set up in this workspace.',
    expect: 'idp_already_configured',
  },
  {
    input: 'terraform apply wants to create the Microsoft login connection again although the tenant has one',
    expect: 'idp_already_configured',
  },
  {
    input:
      'Customer quote: "I wanted to set up Google login, but it says we\'ve done that before in this workspace"',
    expect: 'idp_already_configured',
  },
  { input: 'QA: duplicate IdP in one org is refused', expect: 'idp_already_configured' },
  {
    input: 'this identity provider is there already in workspace, can not add two time',
    expect: 'idp_already_configured',
  },
  {
    input:
      "We are merging two departments, with all the politics that come along with that, including a lengthy debate about the colour of the login button. Each of them has its own Entra connection. I tried adding the second department's to the workspace, and the platform says that this kind of provider has been configured there before. Do we need two workspaces?",
    expect: 'idp_already_configured',
  },
  { input: 'social login provider duplicate, allready set up', expect: 'idp_already_configured' },
  { input: 'need a card on file for Pro', expect: 'payment_method_required' },
  { input: 'I hit upgrade to Pro and it asks for a credit card first', expect: 'payment_method_required' },
  { input: "why can't I switch to the paid plan? it says no valid card", expect: 'payment_method_required' },
  { input: 'no credit card on file', expect: 'payment_method_required' },
  {
    input: 'The upgrade to the Pro plan did not go through because the account has no valid payment card.',
    expect: 'payment_method_required',
  },
  {
    input:
      "Hi, CTO here, we'd like to move from the free plan to Pro but your system insists on a card and ours has expired. Can we pay by invoice?",
    expect: 'payment_method_required',
  },
  {
    input: "QA: upgrade to Pro w/o saved card → prompt to add one isn't shown",
    expect: 'payment_method_required',
  },
  { input: "i want go to pro but don't have card inside, it refuse", expect: 'payment_method_required' },
  {
    input:
      "My co-founder does all of the money things, I only do code, and he's on a boat somewhere near Madeira without any reception, the lucky man. I wanted to surprise him by moving us up to the Pro plan before the launch. The platform won't do it, since nobody has ever put a credit card into our account. I don't even own one.",
    expect: 'payment_method_required',
  },
  { input: 'upgrading to pro but the credit card we saved isnt valid', expect: 'payment_method_required' },
  { input: "our last invoice wasn't paid", expect: 'subscription_past_due' },
  {
    input: 'The renewal charge bounced and now the account is locked until we settle it',
    expect: 'subscription_past_due',
  },
  { input: 'why am I in dunning? the card was declined once', expect: 'subscription_past_due' },
  { input: 'overdue invoice blocks the account', expect: 'subscription_past_due' },
  {
    input:
      'The operation was refused because the subscription has an outstanding payment which must be resolved before continuing.',
    expect: 'subscription_past_due',
  },
  {
    input: 'Finance missed the monthly bill and everything we do now tells us to pay first',
    expect: 'subscription_past_due',
  },
  {
    input:
      'Dear billing team, our bank declined the renewal of our subscription last week and your platform no longer lets my engineers work. How can we settle the open amount? CTO',
    expect: 'subscription_past_due',
  },
  {
    input: 'QA: workspace with unpaid renewal → writes blocked, banner lacks a link to settle',
    expect: 'subscription_past_due',
  },
  { input: "subscription not payed since one month, now can't continue", expect: 'subscription_past_due' },
  {
    input:
      "This is rather embarrassing, but the colleague in accounting who normally takes care of these things has retired, with a very nice party and a cake in the shape of a calculator, and nobody took over her mailbox. In there were apparently four reminders from you about the failed renewal. Now our engineers tell me that they can't change anything until we've paid.",
    expect: 'subscription_past_due',
  },
  { input: 'card declined on renewl, subscription overdue', expect: 'subscription_past_due' },
  { input: "new users can't register, we've hit the spending cap", expect: 'signups_blocked' },
  { input: 'Registration stopped since our monthly budget limit was reached', expect: 'signups_blocked' },
  { input: 'why can nobody sign up anymore? the budget alert fired this morning', expect: 'signups_blocked' },
  { input: 'spending limit hit, signups off', expect: 'signups_blocked' },
  {
    input:
      'New registrations are being refused because the workspace has reached its configured spending cap for this period.',
    expect: 'signups_blocked',
  },
  {
    input:
      'Customer quote: "new people who want to create an account at our shop are turned away, and your billing page says we\'ve reached our maximum spend"',
    expect: 'signups_blocked',
  },
  {
    input:
      'Dear support, a campaign brought us more users than planned, and we exceeded the cap we set on costs, so sign-ups are closed. How do I raise it at once? CTO',
    expect: 'signups_blocked',
  },
  {
    input: 'QA: MAU spend cap reached → sign-up form shows generic text, login still OK',
    expect: 'signups_blocked',
  },
  {
    input: 'new user can not make account because money limit of the month is finish',
    expect: 'signups_blocked',
  },
  {
    input:
      'We were featured in a newsletter about knitting, of all things, and suddenly thousands of very friendly people wanted an account. It was glorious for about forty minutes. Then the registrations stopped dead, while those who were in already could still log in. I vaguely remember setting a maximum of 50 dollars a month for this when we started out.',
    expect: 'signups_blocked',
  },
  { input: 'budget cap exceded so no more registrations', expect: 'signups_blocked' },
  { input: 'hook endpoint has to be https', expect: 'webhook_url_invalid' },
  { input: "I want to register a webhook on http:// and it's refused", expect: 'webhook_url_invalid' },
  {
    input: "why is my webhook address rejected? it doesn't answer HEAD, only POST",
    expect: 'webhook_url_invalid',
  },
  { input: 'webhook target not https', expect: 'webhook_url_invalid' },
  {
    input:
      "Creating the webhook failed because the target address did not respond to the platform's HEAD probe.",
    expect: 'webhook_url_invalid',
  },
  {
    input:
      "our event receiver is a lambda that returns method-not-allowed for HEAD, so the platform won't let us save the hook",
    expect: 'webhook_url_invalid',
  },
  {
    input:
      "Dear support, we can't subscribe to events: your console claims the address of our listener isn't reachable or not secure. It's plain http inside our VPN. CTO",
    expect: 'webhook_url_invalid',
  },
  { input: 'QA: webhook form — http address is refused, https OK', expect: 'webhook_url_invalid' },
  { input: 'the url for webhook is not accept, it is http without s', expect: 'webhook_url_invalid' },
  {
    input:
      "I had an old Raspberry Pi in the drawer, beside the batteries and three broken headphones, and thought it would make a nice receiver for your events. It's reachable from outside, I tested it with my phone. When I put its address in as the hook target, it's rejected, I suppose because I have no certificate on it and it's just plain http.",
    expect: 'webhook_url_invalid',
  },
  { input: 'webhok address not https, rejected', expect: 'webhook_url_invalid' },
  { input: 'webhook exists but has no signing secret', expect: 'webhook_secret_required' },
  {
    input: 'Our hook endpoint got registered, yet the secret for signatures is missing',
    expect: 'webhook_secret_required',
  },
  {
    input: "why does my registered webhook have no secret? I can't verify the signatures",
    expect: 'webhook_secret_required',
  },
  { input: 'hook without signing secret', expect: 'webhook_secret_required' },
  {
    input:
      'Delivering a test event failed because the registered webhook endpoint does not have a secret associated with it.',
    expect: 'webhook_secret_required',
  },
  {
    input: 'looks like a bug on your side: the webhook was created, the signing key for it never was',
    expect: 'webhook_secret_required',
  },
  {
    input:
      'Customer writes: "I made the webhook yesterday, the list shows it, but where the secret should be it\'s empty and it complains about that"',
    expect: 'webhook_secret_required',
  },
  {
    input: 'QA: webhook row with null signing secret → resend fails, probably platform bug',
    expect: 'webhook_secret_required',
  },
  {
    input: 'the endpoint of webhook is registered but secret is not there',
    expect: 'webhook_secret_required',
  },
  {
    input:
      "I'm in the middle of replacing our home-grown event bus, which was written by a physicist and behaves like it, with your webhooks. The first two went fine. The third one shows up in the list as registered, but when I want to send a test event, it says that there's no secret for it, and the settings page doesn't offer any way of setting one.",
    expect: 'webhook_secret_required',
  },
  { input: 'webhook has no secrett', expect: 'webhook_secret_required' },
  { input: 'the authorization code was already used', expect: 'invalid_grant' },
  {
    input: 'Exchanging the code a second time fails, I think React strict mode fires the callback twice',
    expect: 'invalid_grant',
  },
  {
    input: 'why does the token exchange say my code is expired? I waited a few minutes at the breakpoint',
    expect: 'invalid_grant',
  },
  { input: 'auth code expired', expect: 'invalid_grant' },
  {
    input:
      'The code-for-token exchange failed because the redirect URI in the token request differs from the one in the authorize request.',
    expect: 'invalid_grant',
  },
  { input: 'callback handler runs twice and the second swap of the code is denied', expect: 'invalid_grant' },
  {
    input:
      'Dear support, our users at times press reload on the callback page and then the login breaks, presumably since the one-time code has been redeemed before. What do you recommend? CTO',
    expect: 'invalid_grant',
  },
  {
    input: 'QA: swap the code after 15 minutes → refused as stale, user sees blank page',
    expect: 'invalid_grant',
  },
  { input: "the code from login is used two times, second time don't work", expect: 'invalid_grant' },
  {
    input:
      "We've moved the app to a new host, and apart from the favicon, which for some reason is still the old one in Safari, all seems fine. Login, however, comes back to our callback with a code, and then exchanging it for tokens is refused. The only thing I noticed is that the return address has a trailing slash at the token step and none at the authorize step.",
    expect: 'invalid_grant',
  },
  { input: 'auth code reused after page refesh, token exchange refused', expect: 'invalid_grant' },
  { input: 'wrong client secret at the token endpoint', expect: 'invalid_client' },
  {
    input: "Client authentication fails when I ask for a token, I probably mixed up staging's client id",
    expect: 'invalid_client',
  },
  { input: 'why does the token endpoint not know my client_id?', expect: 'invalid_client' },
  { input: 'client credentials are wrong', expect: 'invalid_client' },
  {
    input: 'The token request failed because the client id and secret pair I presented was not correct.',
    expect: 'invalid_client',
  },
  {
    input:
      'we send the id in the basic auth header with a typo in the secret and the OAuth server denies the application itself',
    expect: 'invalid_client',
  },
  {
    input:
      'Customer says: "I copied the id and the secret of my app from the dashboard but the token endpoint claims they\'re incorrect"',
    expect: 'invalid_client',
  },
  {
    input: 'QA: token endpoint with mismatching client id/secret pair → client authentication failed',
    expect: 'invalid_client',
  },
  {
    input: 'the client id and secret that i give for token are not correct it says',
    expect: 'invalid_client',
  },
  {
    input:
      "Fresh laptop, fresh start, I've even got one of those nice standing desks now. I cloned the repo and copied the environment file from a colleague's machine, and everything starts. When our backend asks your token endpoint for a token, though, it is told that the application's id or secret isn't right. I compared them with the console and the id is from another app.",
    expect: 'invalid_client',
  },
  { input: 'clientid or secret incorect at token endpoint', expect: 'invalid_client' },
  { input: "password grant isn't turned on for our app", expect: 'unsupported_grant_type' },
  {
    input: "I'm using client_credentials and it tells me this flow isn't enabled",
    expect: 'unsupported_grant_type',
  },
  { input: "why can't my app use the refresh token grant?", expect: 'unsupported_grant_type' },
  { input: 'grant not enabled for app', expect: 'unsupported_grant_type' },
  {
    input: 'The token request failed because the grant type that I used is not enabled for this application.',
    expect: 'unsupported_grant_type',
  },
  {
    input: 'device code flow refused: the app is only configured for authorization code with PKCE',
    expect: 'unsupported_grant_type',
  },
  {
    input:
      'Dear support, we want machine-to-machine tokens, but your OAuth server says that kind of flow is not allowed for our application. How do we enable it? CTO',
    expect: 'unsupported_grant_type',
  },
  {
    input: "QA: token call with grant_type=foo → server says it doesn't know that grant",
    expect: 'unsupported_grant_type',
  },
  { input: "my app can't use this type of grant, is not activated", expect: 'unsupported_grant_type' },
  {
    input:
      "I found a tutorial from 2014 with beautiful drawings of penguins, in which you post the user's name and password directly to the token endpoint. It looked so much simpler than all of the redirecting, so I tried it with our app. The answer is that this way of getting a token has not been enabled for us. Are penguins out of fashion?",
    expect: 'unsupported_grant_type',
  },
  { input: 'implicit/password flow not suported for this client', expect: 'unsupported_grant_type' },
  { input: 'user clicked cancel on the consent screen', expect: 'access_denied' },
  {
    input: 'Somebody said no on the permissions dialog and we got sent back without a code',
    expect: 'access_denied',
  },
  {
    input: 'why do we come back from the login with an error when the user presses "Deny"?',
    expect: 'access_denied',
  },
  { input: 'user declined consent', expect: 'access_denied' },
  {
    input: 'The OAuth flow ended without a code because the person aborted it on the consent page.',
    expect: 'access_denied',
  },
  {
    input:
      "people back out of the consent prompt and our callback handler explodes as there's no code in the query",
    expect: 'access_denied',
  },
  {
    input:
      'Customer quote: "I pressed cancel when it asked to share my profile and then your page was broken"',
    expect: 'access_denied',
  },
  { input: 'QA: press "Don\'t allow" on consent → app must show friendly text', expect: 'access_denied' },
  { input: 'user not agree with the permissions and go back, then error arrive', expect: 'access_denied' },
  {
    input:
      'We\'re running usability tests with pensioners this week, they are wonderful and bring home-made biscuits. A couple of them get to the page where it asks whether our app may see their profile and e-mail, get suspicious, which I think is very healthy, and choose "No, thanks". Our app then receives an error rather than a code. How should one handle that?',
    expect: 'access_denied',
  },
  { input: 'user canceld the consent', expect: 'access_denied' },
];
