import { isUuid } from '../../text/uuid.ts';
import { REDACTED } from './secret-names.ts';

/** Prefixes and forms that their issuers documented so that leaked keys can be found; a log may cut off their end. */
const KNOWN_KEYS = new RegExp(
  [
    '(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}', // Stripe
    'whsec_[A-Za-z0-9+/]{16,}={0,2}', // Stripe, Svix
    'gh[opsur]_[A-Za-z0-9]{16,}', // GitHub
    'github_pat_[A-Za-z0-9_]{20,}',
    'gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|imt|oas|ffct)-[A-Za-z0-9_-]{16,}', // GitLab
    'xox[abeoprs]-[A-Za-z0-9-]{8,}', // Slack
    'xapp-[A-Za-z0-9-]{8,}',
    'hooks\\.slack\\.com/(?:services|workflows)/[\\w/-]{8,}',
    'discord(?:app)?\\.com/api/(?:v\\d+/)?webhooks/\\d{6,}/[\\w-]{8,}',
    'api\\.telegram\\.org/bot\\d{6,}:[\\w-]{16,}',
    '(?<!\\d)\\d{8,10}:AA[\\w-]{33}',
    '(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{14,}', // AWS
    'AIza[A-Za-z0-9_-]{30,}', // Google
    'ya29\\.[A-Za-z0-9_-]{16,}',
    'GOCSPX-[A-Za-z0-9_-]{16,}',
    '(?<![\\w/])1//0[A-Za-z0-9_-]{16,}',
    'npm_[A-Za-z0-9]{30,}',
    'pypi-[A-Za-z0-9_-]{16,}',
    'rubygems_[a-f0-9]{16,}',
    'lin_api_[A-Za-z0-9]{16,}', // Linear
    '(?<![A-Za-z0-9])dapi[a-f0-9]{24,}', // Databricks
    '(?<![A-Za-z0-9])hv[sbr]\\.[A-Za-z0-9_-]{16,}', // HashiCorp Vault
    'PMAK-[a-f0-9-]{16,}', // Postman
    'sq0(?:csp|atp|idp)-[A-Za-z0-9_-]{16,}', // Square
    '(?<![A-Za-z0-9])SK[a-f0-9]{24,32}(?![a-f0-9])', // Twilio
    '(?<![A-Za-z0-9])key-[a-f0-9]{24,}', // Mailgun
    '(?<![A-Za-z0-9])v[1-4]\\.(?:local|public)\\.[A-Za-z0-9_.-]{16,}', // PASETO
    'Fe26\\.\\d\\*\\*[A-Za-z0-9_*~-]{8,}', // Iron
    'SG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,}', // SendGrid
    'hf_[A-Za-z0-9]{30,}',
    'dop_v1_[a-f0-9]{32,}', // DigitalOcean
    'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{24,}', // Shopify
    '(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{20,}', // OpenAI, Anthropic
    '(?<![A-Za-z0-9])(?:gsk_|xai-|pplx-|r8_)[A-Za-z0-9]{30,}', // Groq, xAI, Perplexity, Replicate
    'sntry[su]_[A-Za-z0-9+/_-]{40,}={0,2}', // Sentry
    'sb[ps]_[A-Za-z0-9_-]{30,}|sb_secret_[A-Za-z0-9_-]{16,}', // Supabase
    'atlasv1\\.[A-Za-z0-9_=-]{30,}', // Terraform Cloud
    'ATATT3[A-Za-z0-9_=-]{30,}', // Atlassian
    'EAA[A-Z][A-Za-z0-9]{30,}', // Meta
    'pat-(?:na|eu|ap)\\d-[a-f0-9-]{30,}', // HubSpot
    'figd_[A-Za-z0-9_-]{20,}', // Figma
    '(?<![A-Za-z0-9.])sl\\.[A-Za-z0-9_-]{50,}', // Dropbox
    '(?<![A-Za-z0-9_])(?:secret|ntn)_[A-Za-z0-9]{40,}', // Notion
    '(?<![A-Za-z0-9_])re_[A-Za-z0-9]{8}_?[A-Za-z0-9]{16,}', // Resend
    'glsa_[A-Za-z0-9_]{30,}|glc_[A-Za-z0-9+/]{30,}={0,2}', // Grafana
    'pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_-]{30,}', // PlanetScale
    'vercel_blob_rw_[A-Za-z0-9_]{16,}',
    'tskey-[a-z]+-[A-Za-z0-9-]{16,}', // Tailscale
    'AGE-SECRET-KEY-1[A-Z0-9]{50,}', // age
    'dckr_pat_[A-Za-z0-9_-]{20,}', // Docker
    'dp\\.(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9_.-]{30,}', // Doppler
    'NRAK-[A-Z0-9]{20,}', // New Relic
    'nfp_[A-Za-z0-9]{30,}', // Netlify
    'rzp_(?:live|test)_[A-Za-z0-9]{10,}', // Razorpay
  ].join('|'),
  'g',
);

/** AWS gives a secret of 40 characters with every access key id. */
const AWS_SECRET =
  /((?:AKIA|ASIA)[A-Z0-9]{16}[^\r\n]{0,80}?[^A-Za-z0-9+/])([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])/g;

/** Generated characters behind a word that announces them, though no sign stands between. */
const ANNOUNCED =
  /(?<![\w.-])(?<!(?:cache|dedup|foreign|idempotency|object|partition|primary|public|routing|sort) )((?:key|token|secret|password)s?[\s:="'`]{1,4}(?:is |was )?)([A-Za-z0-9+/_-]{32,}={0,2})/gi;

export function redactKnownKeys(text: string): string {
  return text
    .replace(AWS_SECRET, `$1${REDACTED}`)
    .replace(KNOWN_KEYS, REDACTED)
    .replace(ANNOUNCED, (all: string, before: string, value: string) =>
      isGenerated(value) ? before + REDACTED : all,
    );
}

function isGenerated(value: string): boolean {
  if (isUuid(value)) return false;
  return /^[0-9a-f]+$/i.test(value) || (/\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value));
}
