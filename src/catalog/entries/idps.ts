import { type AreaEntries, NO_STATUS } from './entry.ts';

export const idps: AreaEntries<'idps'> = {
  idp_oauth_failed: {
    title: 'Identity provider rejected the credentials',
    ...NO_STATUS,
    meaning: 'Google, GitHub or Microsoft rejected the credentials. Verify the client_id and the secret.',
    causes: [
      "The provider's client_id or secret is mistyped, swapped or has spaces around it.",
      'The secret expired or was replaced in the console of the provider.',
      'The credentials belong to another project or tenant at the provider.',
    ],
    fix: [
      "Compare the client_id and make a new secret in the provider's own console (Google, GitHub, Microsoft).",
      "Save both in the workspace's identity provider settings, without spaces around them.",
      'Sign in once through that provider to see it work.',
    ],
    retry: {
      when: 'after_fix',
      note: 'Fails for everyone until the credentials are right. Safe to repeat then.',
    },
    who: 'workspace_owner',
    symptoms: [
      'login with Google stopped working',
      'sign in with GitHub is broken',
      'Microsoft login says the credentials are wrong',
      'social login fails for all our users',
      'the provider rejects our client id',
      'the secret of our Azure app expired',
    ],
    example: 'Google rejected the credentials. Verify client_id and secret.',
  },
  idp_metadata_invalid: {
    title: 'SAML metadata malformed or unsigned',
    ...NO_STATUS,
    meaning: 'The SAML metadata XML is malformed or unsigned.',
    causes: [
      'The XML is not well-formed: cut off, pasted with changes, or really an HTML page.',
      'The metadata is not signed.',
      'It is another document, e.g. a SAML response instead of an `EntityDescriptor`.',
    ],
    fix: [
      'Download the metadata from the identity provider as a file instead of copying it from a browser.',
      'Check it with `xmllint --noout metadata.xml`; its root must be an `EntityDescriptor`.',
      'Turn on metadata signing at the identity provider, so that the file holds a `ds:Signature`, and upload it.',
    ],
    retry: { when: 'after_fix', note: 'The same file is always refused. Uploading a corrected one is safe.' },
    who: 'workspace_owner',
    symptoms: [
      'SAML metadata upload fails',
      'the XML from Okta is rejected',
      'single sign-on setup does not accept the metadata file',
      'unsigned SAML metadata',
      'metadata xml cannot be parsed',
      'ADFS federation metadata refused',
    ],
    example: 'The SAML metadata is not signed.',
  },
  idp_already_configured: {
    title: 'Provider already in this workspace',
    ...NO_STATUS,
    meaning: 'The provider is already configured in this workspace.',
    causes: [
      'Someone added the provider before.',
      'A set-up script creates it each time that it runs.',
      'Your own earlier attempt succeeded and its answer was lost.',
    ],
    fix: [
      "List the workspace's providers and update the existing one instead of adding it.",
      'To replace it, remove it first; nobody can sign in through it in between.',
      'Let set-up scripts read first, then create or update.',
    ],
    retry: {
      when: 'after_fix',
      note: 'Fails as long as the provider is there, which may be just what you want.',
    },
    who: 'caller',
    symptoms: [
      'cannot add Google a second time',
      'the identity provider exists already',
      'SSO is already set up',
      'duplicate login provider',
      'terraform tries to create the provider again',
      'adding GitHub login says it is already there',
    ],
    example: "The provider 'google' is already configured in this workspace.",
  },
};
