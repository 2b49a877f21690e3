/**
 * Every environment variable that a Holdfire process reads: its name, what it means, its default. `read-config.ts`
 * turns them into a {@link Config}; `.env.example` and `docs/running.md` are checked against this list.
 */

export interface Variable {
  name: string;
  /** The value is a secret, or contains one: it can be given as a file through `NAME_FILE`, and is never printed. */
  secret: boolean;
  /** As written in the environment; absent: nothing unless it is set. */
  default?: string;
  /** One sentence. */
  meaning: string;
  /** A name that is kept for a later release: setting it now is a fault, for nothing would come of it. */
  later?: string;
}

export const VARIABLES: readonly Variable[] = [
  {
    name: 'NODE_ENV',
    secret: false,
    default: 'development',
    meaning:
      '`production` refuses example keys and the example directory, and wants a stamp key, a link key and a seal key.',
  },
  { name: 'HOLDFIRE_PORT', secret: false, default: '8080', meaning: 'Port of the board and the API.' },
  {
    name: 'HOLDFIRE_HOST',
    secret: false,
    default: '127.0.0.1',
    meaning: 'Address that the API listens on; `0.0.0.0` inside a container.',
  },
  {
    name: 'HOLDFIRE_PUBLIC_URL',
    secret: false,
    meaning: 'Where people reach the API from outside; links in messages start with it. Default: host and port.',
  },
  {
    name: 'HOLDFIRE_TEMPORAL_UI',
    secret: false,
    meaning:
      'Where Temporal’s own interface is; the board links to a case there. Default: that of the embedded server, or none.',
  },
  {
    name: 'HOLDFIRE_DATA',
    secret: false,
    default: './data',
    meaning: 'Folder of everything that is kept on this host.',
  },
  {
    name: 'HOLDFIRE_AGREEMENT',
    secret: false,
    default: 'ceasefire',
    meaning: 'Short name of the agreement; it stands in the ids of its cases.',
  },
  {
    name: 'HOLDFIRE_PLAN',
    secret: false,
    default: 'plans/seed.yaml',
    meaning: 'Plan file, read at the first start; the default ships with the program.',
  },
  {
    name: 'HOLDFIRE_DIRECTORY',
    secret: false,
    default: 'directory.example.yaml',
    meaning: 'Directory file, read at the first start; the default is the example, which production refuses.',
  },
  {
    name: 'HOLDFIRE_RECORD',
    secret: true,
    meaning:
      'Where the record lies: `dir:PATH` on this host, or `postgres://ROLE:PASSWORD@HOST/DATABASE` with a role that may only append. Default: the folder `record` of the data folder.',
  },
  {
    name: 'HOLDFIRE_RECORD_OWNER_URL',
    secret: true,
    meaning:
      'For `prepare` and `start`: the `postgres://` URL of the role that owns the tables of a record in PostgreSQL. API and workers do without it.',
  },
  {
    name: 'HOLDFIRE_SMTP_URL',
    secret: true,
    meaning: 'Mail relay, `smtp://` or `smtps://`. Absent: the real world sends no mail and says so.',
  },
  {
    name: 'HOLDFIRE_MAIL_FROM',
    secret: false,
    default: 'Holdfire <holdfire@localhost>',
    meaning: 'Sender of mails.',
  },
  {
    name: 'HOLDFIRE_STAMP_KEY_FILE',
    secret: false,
    meaning: 'Ed25519 private key, PEM. Default: made in the data folder; production wants it given.',
  },
  {
    name: 'HOLDFIRE_LINK_KEY_FILE',
    secret: false,
    meaning:
      'Secrets of the links in messages, one a line. Default: made in the data folder; production wants it given.',
  },
  {
    name: 'HOLDFIRE_SEAL_KEY_FILE',
    secret: false,
    meaning:
      'For workers: Ed25519 private key that seals the record, PEM; keys before it may follow in the same file. Default: made in the data folder; production wants it given.',
  },
  {
    name: 'HOLDFIRE_WITNESSES_FILE',
    secret: false,
    meaning: 'For the API: verifier keys of the witnesses whose cosignatures it keeps, one a line. Absent: none.',
  },
  {
    name: 'HOLDFIRE_EXERCISE',
    secret: false,
    meaning: '`true` or `false`: whether this process serves the exercise world. Default: true outside production.',
  },
  {
    name: 'HOLDFIRE_LOG_LEVEL',
    secret: false,
    default: 'info',
    meaning: '`debug`, `info`, `warn` or `error`.',
  },
  {
    name: 'HOLDFIRE_URL',
    secret: false,
    default: 'http://127.0.0.1:8080',
    meaning: 'For the command line: where the API is.',
  },
  { name: 'HOLDFIRE_KEY', secret: true, meaning: 'For the command line: the key that says who asks.' },
  {
    name: 'HOLDFIRE_OIDC_ISSUER',
    secret: false,
    meaning: 'Issuer of the single sign-on (OpenID Connect); people of the directory sign in there without a key.',
  },
  {
    name: 'HOLDFIRE_OIDC_CLIENT_ID',
    secret: false,
    meaning: 'Client id at the issuer.',
  },
  {
    name: 'HOLDFIRE_OIDC_CLIENT_SECRET',
    secret: true,
    meaning: 'Client secret at the issuer.',
  },
  {
    name: 'HOLDFIRE_CODEC_KEYS_FILE',
    secret: false,
    meaning:
      'Keys that payloads are encrypted with before Temporal sees them, one a line, for every API and worker alike. Absent: they are not encrypted.',
  },
  {
    name: 'HOLDFIRE_TEMPORAL_UI_ORIGIN',
    secret: false,
    meaning:
      "Origin of Temporal's own pages (`https://HOST`), which then show encrypted payloads to who is signed in here.",
  },
  {
    name: 'HOLDFIRE_WATCHDOG_URL',
    secret: true,
    meaning:
      'Where the watchdog speaks up, other ways to other people than the notices: `https://…` (a signed webhook) or `smtps://RELAY/ADDRESS@DOMAIN`, several with blanks between. Absent: its log alone.',
  },
  {
    name: 'HOLDFIRE_WATCHDOG_SECRET',
    secret: true,
    meaning: "Secret of the watchdog's webhooks (Standard Webhooks, `whsec_…`).",
  },
  {
    name: 'HOLDFIRE_WATCHDOG_BOUND',
    secret: false,
    default: '60',
    meaning: 'Seconds after which something due that has no entry is spoken of, 5 to 3600.',
  },
  {
    name: 'HOLDFIRE_HEARTBEAT_URL',
    secret: true,
    meaning:
      "Address that the watchdog calls every minute (or as often as the bound says, where that is shorter) while all is well, for somebody else's alarm (a dead man's switch).",
  },
  {
    name: 'HOLDFIRE_WORKER_METRICS',
    secret: false,
    meaning:
      "`HOST:PORT` on which a worker shows Temporal's figures for Prometheus, one for each worker of a host. Absent: none.",
  },
  {
    name: 'HOLDFIRE_CANARY',
    secret: false,
    default: 'true',
    meaning:
      '`true` or `false`: whether a canary of the exercise namespace proves the way from Temporal to the record every 5 min; the watchdog misses it.',
  },
  {
    name: 'TEMPORAL_ADDRESS',
    secret: false,
    meaning: 'Temporal server; `start` brings up an embedded one where it is absent.',
  },
  {
    name: 'TEMPORAL_NAMESPACE',
    secret: false,
    default: 'holdfire',
    meaning: 'Namespace of the real cases; exercises live in the same name with `-exercise`.',
  },
  { name: 'TEMPORAL_TLS', secret: false, meaning: '`true`: TLS to the Temporal server.' },
  {
    name: 'TEMPORAL_TLS_CLIENT_CERT_PATH',
    secret: false,
    meaning: 'Client certificate, PEM (or `…_DATA`).',
  },
  { name: 'TEMPORAL_TLS_CLIENT_KEY_PATH', secret: false, meaning: 'Its private key, PEM (or `…_DATA`).' },
  {
    name: 'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
    secret: false,
    meaning: "The server's certificate authority, PEM (or `…_DATA`).",
  },
  { name: 'TEMPORAL_TLS_SERVER_NAME', secret: false, meaning: 'Name that the certificate must hold.' },
  { name: 'TEMPORAL_API_KEY', secret: true, meaning: 'API key of a hosted Temporal service.' },
  { name: 'TEMPORAL_CONFIG_FILE', secret: false, meaning: "Temporal's own profile file." },
  { name: 'TEMPORAL_PROFILE', secret: false, meaning: 'The profile in it.' },
];
