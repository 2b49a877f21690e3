/**
 * Which Temporal server the environment names, by Temporal's own variables and profile file. A profile in the user's
 * home counts only when it is asked for (TEMPORAL_PROFILE or TEMPORAL_CONFIG_FILE): it may be meant for other work.
 */
import { loadClientConfigProfile, loadClientConnectConfig } from '@temporalio/envconfig';
import type { ClientConnectConfig } from '@temporalio/envconfig';
import type { Environment } from './environment.js';

export interface NamedServer {
  address?: string;
  namespace?: string;
}

/** Throws where a profile was asked for that cannot be read. */
export function namedServer(env: Environment): NamedServer {
  const profile = asksForProfile(env) ? loadClientConfigProfile({ overrideEnvVars: defined(env) }) : undefined;
  const address = env['TEMPORAL_ADDRESS'] || profile?.address;
  const namespace = env['TEMPORAL_NAMESPACE'] || profile?.namespace;
  return { ...(address ? { address } : {}), ...(namespace ? { namespace } : {}) };
}

/** Address, TLS and key as the SDK takes them. */
export function connectionOptions(env: Environment): NonNullable<ClientConnectConfig['connectionOptions']> {
  return loadClientConnectConfig({ overrideEnvVars: defined(env) }).connectionOptions ?? {};
}

const asksForProfile = (env: Environment): boolean => Boolean(env['TEMPORAL_PROFILE'] || env['TEMPORAL_CONFIG_FILE']);

const defined = (env: Environment): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
