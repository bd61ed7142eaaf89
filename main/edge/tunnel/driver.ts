import type { Trouble } from '../../core/tunnel/trouble.ts'

/** A tunnel that is up. */
export interface OpenTunnel {
  /** Where AWS reaches this desk: https, without a slash at its end. */
  url: string
  /** What the operator should know of it although it is up; null: nothing. */
  note: string | null
  /** Whether ngrok answers 503 in the desk's place while that is away. */
  standsIn: boolean
  /** The newest round trip to the tunnel's other end. */
  latencyMs(): number | null
  /** Resolves when it is up no more, unless it was closed here. */
  closed: Promise<Trouble>
  close(): Promise<void>
}

export type Opened = { ok: true; tunnel: OpenTunnel } | { ok: false; trouble: Trouble; note: string | null }

export interface TunnelOptions {
  /** The receiver on this computer. */
  forwardTo: string
  authtoken: string | null
  /** ngrok's other key, for what its agent can't: the account's domains, and its cloud endpoint. */
  apiKey: string | null
  /** `chosen` by the operator; else it is only the one of last time, and another will do. */
  domain: { name: string; chosen: boolean } | null
  /** Whether a cloud endpoint shall stand before the desk. */
  standIn: boolean
}

/** What opens a tunnel. Never throws for what the outside does; an abort closes what may still come. */
export interface TunnelDriver {
  open(options: TunnelOptions, signal: AbortSignal): Promise<Opened>
}
