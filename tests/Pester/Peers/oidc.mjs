// Serves an OpenID provider at http://127.0.0.1:PORT with the clients of a JSON file, and /resource, which requires one of its tokens.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [, , port, clients] = process.argv;
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: JSON.parse(readFileSync(clients, 'utf8')),
  cookies: { keys: ['of the tests'] },
  enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'PS256', 'ES256'] },
  features: { clientCredentials: { enabled: true }, deviceFlow: { enabled: true }, revocation: { enabled: true } },
  issueRefreshToken: async () => true,
  rotateRefreshToken: true,
  ttl: {
    AccessToken: 3600, ClientCredentials: 3600, DeviceCode: 36000, Grant: 36000, Interaction: 3600, RefreshToken: 36000, Session: 36000,
  },
});
const respond = provider.callback();
createServer(async (request, response) => {
  if (request.url !== '/resource') return respond(request, response);
  const value = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const token = (await provider.AccessToken.find(value)) ?? (await provider.ClientCredentials.find(value));
  const headers = token ? {} : { 'WWW-Authenticate': 'Bearer error="invalid_token"' };
  response.writeHead(token ? 200 : 401, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify({ client: token?.clientId, account: token?.accountId }));
}).listen(Number(port), '127.0.0.1');
