import type { NgrokSdk, SdkBuilder, SdkEndpoint } from '../../../main/edge/tunnel/ngrok-session.ts'

interface Wish {
  domain: string | null
  binding: string | null
  policy: string
  forwardTo: string
}

export interface SdkStandIn extends NgrokSdk {
  tokens: string[]
  listened: Wish[]
  sessions(): number
  disconnect(error: string): boolean
  stop(): void
  beat(ms: number): void
}

/** ngrok's own words end so. */
const refusal = (code: string) => Object.assign(new Error(`failed: Your authtoken: SECRET\n\n error_code: ${code}`), { errorCode: code })

/** The SDK's shape without its network. `refuses`: a code for a token, or for a domain (null: whichever ngrok gives). */
export function sdkStandIn({
  given = 'calm-otter.ngrok-free.dev',
  refuses = () => null,
}: {
  given?: string
  refuses?: (what: { token: string } | { domain: string | null }) => string | null
} = {}): SdkStandIn {
  const tokens: string[] = []
  const listened: Wish[] = []
  let sessions = 0
  let onDisconnect: (address: string, error: string) => boolean = () => true
  let onStop: () => void = () => undefined
  let onBeat: (ms: number) => void = () => undefined

  const endpoint = (): SdkEndpoint => {
    const wish: Wish = { domain: null, binding: null, policy: '', forwardTo: '' }
    const it: SdkEndpoint = {
      domain(domain) {
        wish.domain = domain
        return it
      },
      binding(binding) {
        wish.binding = binding
        return it
      },
      trafficPolicy(policy) {
        wish.policy = policy
        return it
      },
      listenAndForward(forwardTo) {
        const code = refuses({ domain: wish.domain })
        if (code !== null) return Promise.reject(refusal(code))
        listened.push({ ...wish, forwardTo })
        let over: () => void = () => undefined
        const joined = new Promise<void>((resolve) => {
          over = resolve
        })
        return Promise.resolve({
          url: () => `https://${wish.domain ?? given}`,
          join: () => joined,
          close() {
            over()
            return Promise.resolve()
          },
        })
      },
    }
    return it
  }
  class SessionBuilder implements SdkBuilder {
    #token = ''
    authtoken(token: string) {
      this.#token = token
      return this
    }
    handleDisconnection(handler: typeof onDisconnect) {
      onDisconnect = handler
      return this
    }
    handleStopCommand(handler: typeof onStop) {
      onStop = handler
      return this
    }
    handleRestartCommand() {
      return this
    }
    handleHeartbeat(handler: typeof onBeat) {
      onBeat = handler
      return this
    }
    connect() {
      tokens.push(this.#token)
      const code = refuses({ token: this.#token })
      if (code !== null) return Promise.reject(refusal(code))
      sessions += 1
      return Promise.resolve({
        httpEndpoint: endpoint,
        close() {
          sessions -= 1
          return Promise.resolve()
        },
      })
    }
  }
  return {
    SessionBuilder,
    tokens,
    listened,
    sessions: () => sessions,
    disconnect: (error) => onDisconnect('connect.ngrok-agent.com:443', error),
    stop: () => onStop(),
    beat: (ms) => onBeat(ms),
  }
}
