import type { DeliverySource } from '../../../preload/contract/words.ts'

/** What reached an integration: raw bytes whatever the content type said, and its headers with lower-case names. */
export interface Inbound {
  integrationId: number
  source: DeliverySource
  /** A delivery taken before that is decided again, on the operator's wish. */
  again: boolean
  /** Of a replayed delivery: it first came by a queue, which has no age limit. */
  ageless?: boolean
  /** Epoch milliseconds; of a replayed delivery, when it first came. */
  receivedAt: number
  headers: Record<string, string>
  body: Uint8Array
  /** More than `body` holds where only the beginning of what is too large was kept. */
  bodyBytes: number
}

/**
 * What is answered. 200 stored, 400 malformed, 403 not trusted, 404 no such integration, 413 too large, 503 not now.
 * SNS tries again after 503 (and 429) only: a 4xx is for what we mean to lose.
 */
export interface Answer {
  status: 200 | 400 | 403 | 404 | 413 | 503
  said: string
  deliveryId: number | null
}
