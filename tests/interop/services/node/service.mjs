// A service in Express: it shows people who they are, and keeps a list of those who have registered, by
// webhook.
import crypto from 'node:crypto'
import express from 'express'

export function service(env) {
    const app = express()
    const registered = []

    app.get('/me', async (request, response) => {
        const authing = await fetch(`${env.AUTHING_APP_HOST}/api/v2/users/me`, {
            headers: {
                authorization: request.get('authorization') ?? '',
                'x-authing-app-id': env.AUTHING_APP_ID,
            },
        })
        const { code, data } = await authing.json()
        if (code !== 200) return response.status(401).json({ error: 'log in first' })
        response.json({ name: data.username })
    })

    app.post('/authing', express.json({ limit: '4mb' }), (request, response) => {
        const secret = Buffer.from(request.get('x-authing-webhook-secret') ?? '')
        const own = Buffer.from(env.WEBHOOK_SECRET)
        if (secret.length !== own.length || !crypto.timingSafeEqual(secret, own)) {
            return response.sendStatus(401)
        }
        if (request.body.eventName === 'user:created') registered.push(request.body.data.username)
        response.sendStatus(204)
    })

    app.get('/registered', (_request, response) => response.json(registered))
    return app
}
