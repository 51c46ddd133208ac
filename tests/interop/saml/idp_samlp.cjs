// An identity provider of samlp's: writes responses.
//
//     idp_samlp.cjs fixtures KEYS OUT       the documents that the tests hold, with a fixed clock
//     idp_samlp.cjs respond KEYS MODE ID    one response, now, as base64
//
// MODE: assertion, response, both, encrypted, encrypted-signed, sha1.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const samlp = require('samlp');

const [command, keys, third, fourth] = process.argv.slice(2);
// 1 January 2026, where the tests' clock stands.
const FIXED = 1767225600000;

const read = name => fs.readFileSync(path.join(keys, name), 'utf8');

const user = {
  id: 'alice-7f3a',
  displayName: 'Alice',
  emails: [{ value: 'alice@example.com' }],
  name: { givenName: 'Alice', familyName: 'Example' },
};

function respond(mode, requestId) {
  const options = {
    issuer: 'https://idp.example.com/metadata',
    cert: read('idp.crt'),
    key: read('idp.key'),
    audience: 'https://sp.example.com/saml',
    recipient: 'https://sp.example.com/saml/acs',
    destination: 'https://sp.example.com/saml/acs',
    inResponseTo: requestId,
    sessionIndex: 'session-1',
    authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
    signatureAlgorithm: mode === 'sha1' ? 'rsa-sha1' : 'rsa-sha256',
    digestAlgorithm: mode === 'sha1' ? 'sha1' : 'sha256',
    signResponse: ['response', 'both', 'encrypted-signed'].includes(mode),
    signAssertion: ['assertion', 'both', 'encrypted', 'sha1'].includes(mode),
  };
  if (mode.startsWith('encrypted')) {
    options.encryptionCert = read('sp.crt');
    options.encryptionPublicKey =
      require('node:crypto').createPublicKey(read('sp.crt')).export({ type: 'spki', format: 'pem' });
  }
  return new Promise((resolve, reject) =>
    samlp.getSamlResponse(options, user, (error, xml) => (error ? reject(error) : resolve(String(xml)))));
}

async function main() {
  if (command === 'fixtures') {
    const RealDate = Date;
    globalThis.Date = class extends RealDate {
      constructor(...parts) {
        super(...(parts.length ? parts : [FIXED]));
      }
      static now() {
        return FIXED;
      }
    };
    for (const mode of ['assertion', 'response', 'both', 'encrypted', 'encrypted-signed', 'sha1']) {
      fs.writeFileSync(path.join(third, `samlp-${mode}.xml`), await respond(mode, '_request'));
    }
  } else if (command === 'respond') {
    console.log(Buffer.from(await respond(third, fourth)).toString('base64'));
  } else {
    throw new Error('see the top of this file');
  }
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
