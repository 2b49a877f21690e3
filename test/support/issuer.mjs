// A real issuer on loopback, for the tests of the single sign-on: anybody signs in under any name, by its own pages.
// Arguments: its port, the redirect address of its only client.
import { Provider } from 'oidc-provider';

const [port, redirect] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: 'holdfire', client_secret: 'a-secret-of-the-tests', redirect_uris: [redirect] }],
  pkce: { required: () => true },
  cookies: { keys: ['of the tests'] },
  features: { devInteractions: { enabled: true } },
});
provider.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
process.on('disconnect', () => process.exit(0));
