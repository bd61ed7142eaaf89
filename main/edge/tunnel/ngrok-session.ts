import { codeIn, type Trouble, troubleOfCode } from '../../core/tunnel/trouble.ts'

/** What is used of @ngrok/ngrok. */
export interface NgrokSdk {
  SessionBuilder: new () => SdkBuilder
}
export interface SdkBuilder {
  authtoken(token: string): this
  handleDisconnection(handler: (address: string, error: string) => boolean): this
  handleStopCommand(handler: () => void): this
  handleRestartCommand(handler: () => void): this
  handleHeartbeat(handler: (latencyMs: number) => void): this
  connect(): Promise<SdkSession>
}
export interface SdkSession {
  httpEndpoint(): SdkEndpoint
  close(): Promise<void>
}
export interface SdkEndpoint {
  domain(domain: string): this
  binding(binding: string): this
  trafficPolicy(policy: string): this
  listenAndForward(toUrl: string): Promise<SdkListener>
}
export interface SdkListener {
  url(): string | null
  join(): Promise<void>
  close(): Promise<void>
}

/** The package holds a native binary: it is read when a tunnel is first wished for, not at start. */
export const loadNgrok = (): Promise<NgrokSdk> => import('@ngrok/ngrok').then((module) => module.default)

export interface Listening {
  url: string
  close(): Promise<void>
}

/** One agent's session with ngrok. */
export interface NgrokSession {
  /** @param host with or without scheme; null: whatever ngrok gives */
  listen(
    at: { host: string | null; internal: boolean; policy: string },
    forwardTo: string,
  ): Promise<{ ok: true; listening: Listening } | { ok: false; trouble: Trouble }>
  latencyMs(): number | null
  /** Resolves when the session or what listens in it is over, unless it was closed here. */
  ended: Promise<Trouble>
  close(): Promise<void>
}

export async function openSession(
  sdk: NgrokSdk,
  authtoken: string,
): Promise<{ ok: true; session: NgrokSession } | { ok: false; trouble: Trouble }> {
  let end: (trouble: Trouble) => void = () => undefined
  const ended = new Promise<Trouble>((resolve) => {
    end = resolve
  })
  let latencyMs: number | null = null
  try {
    const session = await new sdk.SessionBuilder()
      .authtoken(authtoken)
      // Reconnecting is the supervisor's, who knows how long it took and says so.
      .handleDisconnection((_address, error) => {
        end(troubleIn(error, 'closed'))
        return false
      })
      .handleStopCommand(() => end({ reason: 'stopped', code: null }))
      .handleRestartCommand(() => end({ reason: 'closed', code: null }))
      .handleHeartbeat((ms) => {
        latencyMs = ms
      })
      .connect()
    return {
      ok: true,
      session: {
        async listen({ host, internal, policy }, forwardTo) {
          try {
            const endpoint = session.httpEndpoint().trafficPolicy(policy)
            if (host !== null) endpoint.domain(host)
            if (internal) endpoint.binding('internal')
            const listener = await endpoint.listenAndForward(forwardTo)
            let isOpen = true
            const over = () => {
              if (isOpen) end({ reason: 'closed', code: null })
            }
            listener.join().then(over, over)
            return {
              ok: true,
              listening: {
                url: (listener.url() ?? '').replace(/\/+$/, ''),
                async close() {
                  isOpen = false
                  await listener.close().catch(() => undefined)
                },
              },
            }
          } catch (error) {
            return { ok: false, trouble: troubleOf(error) }
          }
        },
        latencyMs: () => latencyMs,
        ended,
        // What is gone already is closed too.
        close: () => session.close().catch(() => undefined),
      },
    }
  } catch (error) {
    return { ok: false, trouble: troubleOf(error) }
  }
}

/** The SDK gives its code as a field, or at the end of its text; without one it never came through to ngrok. */
function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Error)) return { reason: 'refused', code: null }
  const text = 'errorCode' in error ? String(error.errorCode) : error.message
  return troubleIn(text, /failed to (connect|start|establish)|connection|tls|network|timed? ?out/i.test(text) ? 'no-network' : 'refused')
}

function troubleIn(text: string, otherwise: Trouble['reason']): Trouble {
  const code = codeIn(text)
  return code === null ? { reason: otherwise, code: null } : troubleOfCode(code)
}
