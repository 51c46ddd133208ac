// Starts npm oidc-provider on a free port of the loopback address, set up as Authing's clients are,
// and prints one line of JSON: the issuer, the clients with their secrets and private keys, and
// where the routes for tests are. It ends with its standard input.
import * as crypto from 'node:crypto';
import * as http from 'node:http';

import Provider from 'oidc-provider';

const ACCOUNT = {
  sub: 'alice',
  name: 'Alice',
  nickname: null,
  email: 'alice@example.com',
  email_verified: true,
  phone_number: '+8613800000000',
  address: { country: 'CN', locality: '北京' },
  updated_at: 1700000000,
};

const ENCRYPTIONS = ['A128GCM', 'A256GCM', 'A128CBC-HS256', 'A256CBC-HS512'];

const keyPairs = {
  rsa: crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ec: crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ed: crypto.generateKeyPairSync('ed25519'),
};

const signing = [
  { ...keyPairs.rsa.privateKey.export({ format: 'jwk' }), kid: 'rsa-1', use: 'sig' },
  { ...keyPairs.ec.privateKey.export({ format: 'jwk' }), kid: 'ec-1', use: 'sig', alg: 'ES256' },
  { ...keyPairs.ed.privateKey.export({ format: 'jwk' }), kid: 'ed-1', use: 'sig', alg: 'EdDSA' },
];

const clientKeys = {
  rsa: crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ec: crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ed: crypto.generateKeyPairSync('ed25519'),
};

const pem = (pair) => pair.privateKey.export({ format: 'pem', type: 'pkcs8' });
const publicJwk = (pair, more) => ({ ...pair.publicKey.export({ format: 'jwk' }), ...more });

const server = http.createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const logoutTokens = [];

const REDIRECT_URI = 'https://rp.example.com/callback';

function client(id, more = {}) {
  return {
    client_id: id,
    client_secret: crypto.randomBytes(32).toString('base64url'),
    token_endpoint_auth_method: 'client_secret_post',
    id_token_signed_response_alg: 'RS256',
    redirect_uris: [REDIRECT_URI],
    post_logout_redirect_uris: ['https://rp.example.com/goodbye'],
    grant_types: ['authorization_code', 'refresh_token', 'implicit', 'client_credentials',
      'urn:ietf:params:oauth:grant-type:device_code'],
    response_types: ['code', 'id_token', 'code id_token', 'code token', 'code id_token token',
      'id_token token'],
    scope: 'openid profile email phone address offline_access',
    backchannel_logout_uri: `${origin}/test/back-channel`,
    backchannel_logout_session_required: true,
    ...more,
  };
}

const unauthenticated = { token_endpoint_auth_method: 'none', client_secret: undefined,
  grant_types: ['authorization_code', 'refresh_token', 'implicit',
    'urn:ietf:params:oauth:grant-type:device_code'] };

function byKey(id, pair, alg, crv) {
  const { client_secret: _, ...rest } = client(id, {
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: alg,
    jwks: { keys: [publicJwk(pair, { kid: id, use: 'sig', alg })] },
  });
  return rest;
}

const clients = [
  client('post-hs256', { id_token_signed_response_alg: 'HS256' }),
  client('basic-rs256', { token_endpoint_auth_method: 'client_secret_basic' }),
  client('none-rs256', unauthenticated),
  client('secret-jwt', { token_endpoint_auth_method: 'client_secret_jwt',
    token_endpoint_auth_signing_alg: 'HS256' }),
  byKey('key-rs256', clientKeys.rsa, 'RS256'),
  byKey('key-ps256', clientKeys.rsa, 'PS256'),
  byKey('key-es256', clientKeys.ec, 'ES256'),
  byKey('key-eddsa', clientKeys.ed, 'EdDSA'),
  client('id-es256', { id_token_signed_response_alg: 'ES256' }),
  client('id-ps256', { id_token_signed_response_alg: 'PS256' }),
  client('id-eddsa', { id_token_signed_response_alg: 'EdDSA' }),
  client('pushed', { require_pushed_authorization_requests: true }),
  client('signed-userinfo', { userinfo_signed_response_alg: 'RS256' }),
  client('resource', {}),
];

for (const enc of ENCRYPTIONS) {
  for (const [alg, pair] of [['RSA-OAEP', clientKeys.rsa], ['RSA-OAEP-256', clientKeys.rsa],
    ['ECDH-ES', clientKeys.ec]]) {
    clients.push(client(`jwe-${alg}-${enc}`.toLowerCase(), {
      id_token_encrypted_response_alg: alg,
      id_token_encrypted_response_enc: enc,
      jwks: { keys: [publicJwk(pair, { kid: 'enc-1', use: 'enc' })] },
    }));
  }
}

const provider = new Provider(`${origin}/oidc`, {
  clients,
  jwks: { keys: signing },
  routes: { jwks: '/.well-known/jwks.json' },
  conformIdTokenClaims: false,
  acceptQueryParamAccessTokens: true,
  claims: {
    profile: ['name', 'nickname', 'updated_at'],
    email: ['email', 'email_verified'],
    phone: ['phone_number'],
    address: ['address'],
  },
  enabledJWA: {
    idTokenSigningAlgValues: ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'],
    clientAuthSigningAlgValues: ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'],
    idTokenEncryptionAlgValues: ['RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES'],
    idTokenEncryptionEncValues: ENCRYPTIONS,
  },
  clientAuthMethods: ['client_secret_post', 'client_secret_basic', 'client_secret_jwt',
    'private_key_jwt', 'none'],
  responseTypes: ['code', 'id_token', 'code id_token', 'code token', 'code id_token token',
    'id_token token'],
  cookies: { keys: [crypto.randomBytes(16).toString('hex')] },
  pkce: { required: () => true },
  // Authing returns the refresh token it was given.
  rotateRefreshToken: false,
  // The default refuses the loopback address, where everything here lives.
  fetch: (url, { dispatcher: _, ...options }) => globalThis.fetch(url, options),
  extraParams: ['tenant_id'],
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    encryption: { enabled: true },
    introspection: { enabled: true },
    jwtUserinfo: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (_, { clientId }) => (clientId === 'resource' ? 'urn:api' : undefined),
      getResourceServerInfo: () => ({
        scope: 'profile email',
        audience: 'urn:api',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
      useGrantedResource: () => true,
    },
    rpInitiatedLogout: {
      enabled: true,
      // A logout without a question, as a browser that confirms at once.
      logoutSource: (ctx, form) => { ctx.body = form; },
    },
  },
  ttl: { AccessToken: 3600, AuthorizationCode: 60, IdToken: 3600, RefreshToken: 86400,
    Interaction: 600, Session: 3600, Grant: 86400, DeviceCode: 600, ClientCredentials: 600 },
  findAccount: (_, sub) => (sub === ACCOUNT.sub
    ? { accountId: sub, claims: async () => ({ ...ACCOUNT }) } : undefined),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  renderError: (ctx, out) => { ctx.type = 'json'; ctx.body = out; },
});

provider.on('backchannel.error', (_, error) => process.stderr.write(`${error.stack}\n`));

async function grantTo(clientId, scope) {
  const grant = new provider.Grant({ accountId: ACCOUNT.sub, clientId });
  grant.addOIDCScope(scope);
  grant.addResourceScope('urn:api', scope);
  return grant.save();
}

// Signs Alice in and consents to everything, as a visitor who always says yes.
async function interact(request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const grantId = await grantTo(params.client_id, params.scope);
  await provider.interactionFinished(request, response, {
    login: { accountId: ACCOUNT.sub },
    consent: { grantId },
  });
}

async function approveDevice(userCode) {
  const code = await provider.DeviceCode.findByUserCode(userCode.replace(/-/g, ''));
  if (!code) return false;
  Object.assign(code, {
    accountId: ACCOUNT.sub,
    authTime: Math.floor(Date.now() / 1000),
    claims: {},
    grantId: await grantTo(code.clientId, code.params.scope),
    inFlight: false,
    scope: code.params.scope,
    sessionUid: crypto.randomUUID(),
    expiresWithSession: false,
  });
  await code.save();
  return true;
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function json(response, value, status = 200) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

const callback = provider.callback();

async function answer(request, response) {
  const url = new URL(request.url, origin);
  if (url.pathname.startsWith('/oidc/')) {
    request.originalUrl = request.url;
    request.url = request.url.slice('/oidc'.length);
    return callback(request, response);
  }
  if (url.pathname.startsWith('/interaction/')) return interact(request, response);
  switch (url.pathname) {
    case '/test/approve-device':
      return json(response, { approved: await approveDevice(url.searchParams.get('user_code')) });
    case '/test/back-channel':
      logoutTokens.push(new URLSearchParams(await body(request)).get('logout_token'));
      return json(response, {});
    case '/test/logout-tokens':
      return json(response, logoutTokens);
    default:
      return json(response, { error: 'not_found' }, 404);
  }
}

server.on('request', (request, response) => {
  Promise.resolve(answer(request, response)).catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    if (!response.headersSent) json(response, { error: 'server_error' }, 500);
  });
});

process.stdout.write(`${JSON.stringify({
  origin,
  issuer: `${origin}/oidc`,
  redirect_uri: REDIRECT_URI,
  post_logout_redirect_uri: 'https://rp.example.com/goodbye',
  secrets: Object.fromEntries(clients.map((c) => [c.client_id, c.client_secret ?? null])),
  keys: { rsa: pem(clientKeys.rsa), ec: pem(clientKeys.ec), ed: pem(clientKeys.ed) },
})}\n`);

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
