import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { createRequire } from 'node:module'
import { startEmulator } from './emulator.mjs'
import { service } from './service.mjs'

const { AuthenticationClient } = createRequire(import.meta.url)('authing-js-sdk')
const secret = 's3cret'
let server, url, emulator

before(async () => {
    // The service is told where the emulator is before its first request, not before it listens.
    const env = { WEBHOOK_SECRET: secret }
    server = service(env).listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${server.address().port}`
    emulator = await startEmulator('--webhook', `${url}/authing,secret=${secret}`)
    Object.assign(env, emulator.env)
})

after(async () => {
    server.close()
    assert.equal(await emulator.stop(), 0, 'the emulator ends well')
})

test('a visitor who has logged in is greeted, and nobody else', async () => {
    const client = new AuthenticationClient({
        appId: emulator.env.AUTHING_APP_ID,
        appHost: emulator.env.AUTHING_APP_HOST,
    })
    const user = await client.registerByUsername('ann', 'passw0rd', {}, { generateToken: true })
    const ask = (token) => fetch(`${url}/me`, { headers: { authorization: `Bearer ${token}` } })
    const greeted = await ask(user.token)
    assert.deepEqual([greeted.status, await greeted.json()], [200, { name: 'ann' }])
    assert.equal((await ask('x.y.z')).status, 401)

    // Logged out everywhere, by the emulator's own hand.
    await emulator.control('POST', '/expire-tokens')
    assert.equal((await ask(user.token)).status, 401)
})

test('the service is told of who registers', async () => {
    await emulator.webhooksIdle()
    const told = await (await fetch(`${url}/registered`)).json()
    assert.deepEqual(told, ['ann'])
    const { deliveries } = await emulator.control('GET', '/webhooks/deliveries')
    assert.ok(deliveries.length >= 2 && deliveries.every((one) => one.success))
    const forged = await fetch(`${url}/authing`, { method: 'POST', body: '{}' })
    assert.equal(forged.status, 401)
})

test('what was sent to a phone can be read', async () => {
    await fetch(`${emulator.url}/api/v2/sms/send`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-authing-app-id': emulator.env.AUTHING_APP_ID },
        body: JSON.stringify({ phone: '13800000000' }),
    })
    const { messages } = await emulator.control('GET', '/messages')
    assert.match(messages.at(-1).code, /^\d{4}$/)
})
