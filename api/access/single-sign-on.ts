/**
 * Signing in at the organisation's own issuer (OpenID Connect Core 1.0, authorization code with PKCE, RFC 7636). The
 * issuer says who somebody is; which office that is, and what it may, is the directory's to say.
 */
import * as oidc from 'openid-client';
import { z } from 'zod';
import { MINUTE } from '../../domain/instant.js';
import { Problem, unavailable } from '../problem.js';
import type { Clock } from '../tokens.js';
import { Sealed } from './sealed.js';

export interface SingleSignOnSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Of this API, as people reach it. */
  publicUrl: string;
}

/** A login that takes longer begins anew. */
const LOGIN_LASTS = 10 * MINUTE;
const ISSUER_TIMEOUT_S = 5;
/** Logins that have ended, so that none ends twice; they expire anyway. */
const MOST_ENDED = 10_000;

const login = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), until: z.number() });
type Login = z.infer<typeof login>;

const AWAY = 'The single sign-on does not answer now; try again soon, or sign in with a key.';
const ANEW = 'This sign-in has expired, was used already, or began in another browser. Begin it anew.';

export class SingleSignOn {
  private readonly sealed: Sealed<Login>;
  private readonly ended = new Set<string>();
  private discovered: oidc.Configuration | undefined;

  constructor(
    private readonly settings: SingleSignOnSettings,
    secret: Buffer,
    private readonly clock: Clock,
  ) {
    this.sealed = new Sealed(secret, login);
  }

  /** Where the browser goes, and what it keeps meanwhile. @throws {Problem} while the issuer is away */
  async begin(): Promise<{ url: string; kept: string }> {
    const config = await this.configuration();
    const verifier = oidc.randomPKCECodeVerifier();
    const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: this.callback,
      scope: 'openid',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { url: url.href, kept: this.sealed.write({ state, nonce, verifier, until: this.clock() + LOGIN_LASTS }) };
  }

  /** Who has signed in (`sub`). @throws {Problem} */
  async finish(query: string, kept: string | undefined): Promise<string> {
    const begun = kept === undefined ? undefined : this.sealed.read(kept);
    if (!begun || begun.until <= this.clock() || this.ended.has(begun.state))
      throw new Problem('unauthenticated', ANEW);
    this.end(begun.state);
    const config = await this.configuration();
    const tokens = await this.granted(config, query, begun);
    const subject = tokens.claims()?.sub;
    if (subject === undefined) throw new Problem('unauthenticated', ANEW);
    return subject;
  }

  private async granted(config: oidc.Configuration, query: string, { state, nonce, verifier }: Login) {
    try {
      return await oidc.authorizationCodeGrant(config, new URL(`${this.callback}${query}`), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
    } catch (error) {
      if (isAway(error)) throw unavailable(AWAY, error);
      // Whatever the issuer or the library says is for the log: it may hold parts of tokens.
      throw new Problem('unauthenticated', ANEW, { cause: error });
    }
  }

  private get callback(): string {
    return `${this.settings.publicUrl.replace(/\/+$/, '')}/auth/callback`;
  }

  /** Read once it answers; a start does not wait for it. */
  private async configuration(): Promise<oidc.Configuration> {
    if (this.discovered) return this.discovered;
    const { issuer, clientId, clientSecret } = this.settings;
    const url = new URL(issuer);
    // Only an issuer on this very host may go without TLS; `config/read-config.ts` refuses any other.
    const insecure = url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    // OpenID Connect Core 3.1.3.7 leaves the ID token's own signature to the TLS connection; it is checked all the same.
    const execute = [...insecure, oidc.enableNonRepudiationChecks];
    try {
      this.discovered = await oidc.discovery(url, clientId, clientSecret, undefined, {
        execute,
        timeout: ISSUER_TIMEOUT_S,
      });
      return this.discovered;
    } catch (error) {
      throw unavailable(AWAY, error);
    }
  }

  private end(state: string): void {
    this.ended.add(state);
    for (const oldest of this.ended) {
      if (this.ended.size <= MOST_ENDED) break;
      this.ended.delete(oldest);
    }
  }
}

const isAway = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof Error && ['TimeoutError', 'AbortError'].includes(error.name));
