/**
 * Whose word an integration takes. `aws`: SNS's own signing certificates. `custom`: one given key (an X.509 certificate or a
 * public key, PEM), and calls to one endpoint. `secret-url`: not SNS at all; whoever knows the URL is believed.
 */
export type Trust = { kind: 'aws' } | { kind: 'custom'; certificatePem: string; endpoint: string } | { kind: 'secret-url' }

/** Trust in signed SNS messages. */
export type SnsTrust = Exclude<Trust, { kind: 'secret-url' }>

/** One step of a delivery's path: what was looked at and what it said. Kept with the delivery and shown. */
export interface TraceStep {
  step: string
  said: string
  ok: boolean
}
