import type { TunnelKind } from '../../../preload/contract/words.ts'
import { hostOf } from '../../core/tunnel/domain.ts'
import { sayTrouble } from '../../core/tunnel/trouble.ts'
import type { TunnelState } from '../../core/tunnel/tunnel-state.ts'
import type { Clock, Log, Timers } from '../../ports.ts'
import type { Store } from '../../store/open.ts'
import type { TunnelDriver } from './driver.ts'
import type { KeyName, TunnelKeys } from './keys.ts'
import { openSupervisor } from './supervisor.ts'

/** What is chosen anew; what is left out stays. */
export interface TunnelWish extends Partial<Record<KeyName, string | null>> {
  kind: TunnelKind
  domain?: string | null
  standIn?: boolean
}

/** How the tunnel is, for a reader. Never holds a secret. */
export interface TunnelReport {
  kind: TunnelKind
  state: TunnelState
  /** What is wrong and what to do; null where nothing is. */
  said: string | null
  note: string | null
  /** Where AWS reaches this desk, or did when the tunnel was up last. */
  publicUrl: string | null
  domain: string | null
  standIn: { wished: boolean; stands: boolean }
  has: Record<KeyName, boolean>
  latencyMs: number | null
}

export interface Tunnel {
  state(): TunnelState
  report(): TunnelReport
  /** Where AWS reaches this desk: what was given at the start, else as the operator chose. */
  publicUrl(): string | null
  /** Where it was reached before, as far as that is known. */
  formerUrls(): string[]
  /** Tells of each new state and each choice. */
  subscribe(hear: (report: TunnelReport) => void): () => void
  /** Begins, as chosen last; the receiver listens by now. */
  start(): Promise<void>
  choose(wish: TunnelWish): Promise<void>
  /** The operator's wish to try at once. */
  retry(): void
  /** The computer woke up, or the network is back: what waits for its time is tried now. */
  wake(): void
  close(): Promise<void>
}

export interface TunnelDeps {
  store: Store
  keys: TunnelKeys
  driver: TunnelDriver
  clock: Clock
  timers: Timers
  log: Log
}

export interface TunnelPlace {
  /** The receiver on this computer. */
  forwardTo: () => string
  /** An address given at the start, such as on the command line: it wins, and no tunnel is opened. */
  given: () => string | null
  random?: () => number
}

/** The desk's tunnel: what is chosen, kept open by the supervisor, and what is known of it. */
export function openTunnel({ store, keys, driver, clock, timers, log }: TunnelDeps, place: TunnelPlace): Tunnel {
  const { forwardTo, given, random = Math.random } = place
  const supervisor = openSupervisor({ clock, timers, log, random })
  const listeners = new Set<(report: TunnelReport) => void>()

  const publicUrl = (): string | null => {
    const { tunnelKind, tunnelUrl, publicUrl: own } = store.settings()
    return given() ?? (tunnelKind === 'ngrok' ? tunnelUrl : tunnelKind === 'own' ? own : null)
  }

  function report(): TunnelReport {
    const { tunnelKind, tunnelDomain, tunnelStandIn } = store.settings()
    const state = supervisor.state()
    const trouble = state.state === 'down' ? state.trouble : state.state === 'opening' ? (state.lost?.trouble ?? null) : null
    const held = supervisor.held()
    return {
      kind: tunnelKind,
      state,
      said: trouble === null ? null : sayTrouble(trouble),
      note: supervisor.note(),
      publicUrl: publicUrl(),
      domain: tunnelDomain,
      standIn: { wished: tunnelStandIn, stands: held?.standsIn ?? false },
      has: { authtoken: keys.has('authtoken'), apiKey: keys.has('apiKey') },
      latencyMs: held?.latencyMs() ?? null,
    }
  }

  const tell = () => {
    const now = report()
    for (const hear of [...listeners]) hear(now)
  }

  async function open(signal: AbortSignal) {
    const { tunnelDomain, tunnelUrl, tunnelStandIn } = store.settings()
    const ofLastTime = tunnelUrl === null ? null : hostOf(tunnelUrl)
    const name = tunnelDomain ?? ofLastTime
    const opened = await driver.open(
      {
        forwardTo: forwardTo(),
        authtoken: await keys.read('authtoken'),
        apiKey: await keys.read('apiKey'),
        domain: name === null ? null : { name, chosen: tunnelDomain !== null },
        standIn: tunnelStandIn,
      },
      signal,
    )
    if (!opened.ok || opened.tunnel.url === store.settings().tunnelUrl) return opened
    // Before it is told that the tunnel is up: whoever hears of that asks for the address.
    log.info('tunnel.address-changed', { from: tunnelUrl, to: opened.tunnel.url })
    await store.updateSettings({ tunnelUrl: opened.tunnel.url }).catch(async (error: unknown) => {
      await opened.tunnel.close()
      throw error
    })
    return opened
  }

  const apply = () => supervisor.keep(given() === null && store.settings().tunnelKind === 'ngrok' ? open : null)

  const unsubscribe = supervisor.subscribe(tell)
  return {
    state: supervisor.state,
    report,
    publicUrl,
    formerUrls() {
      const { tunnelUrl, publicUrl: own } = store.settings()
      return [tunnelUrl, own].filter((url) => url !== null).filter((url) => url !== publicUrl())
    },
    subscribe(hear) {
      listeners.add(hear)
      return () => void listeners.delete(hear)
    },
    start: apply,
    async choose({ kind, authtoken, apiKey, domain, standIn }) {
      if (authtoken !== undefined) await keys.keep('authtoken', authtoken)
      if (apiKey !== undefined) await keys.keep('apiKey', apiKey)
      await store.updateSettings({
        tunnelKind: kind,
        ...(domain === undefined ? {} : { tunnelDomain: domain }),
        ...(standIn === undefined ? {} : { tunnelStandIn: standIn }),
      })
      await apply()
      tell()
    },
    retry: () => supervisor.hurry('what-waits-for-the-operator'),
    wake: () => supervisor.hurry(),
    async close() {
      unsubscribe()
      await supervisor.close()
    },
  }
}
