/** One message to one recipient, in plain text: a channel escapes it for its own surface. */
export interface Message {
  incidentId: string | null
  /** The delivery whose subscription waits for Confirm or Refuse, where the message tells of one. */
  deliveryId: number | null
  title: string
  body: string
}

export type Sent = { ok: true } | { ok: false; recoverable: boolean; said: string }

/** A way to reach a recipient. `send` answers whether it was sent, and whether another try makes sense. */
export interface Channel {
  name: string
  send(message: Message, signal: AbortSignal): Promise<Sent>
}
