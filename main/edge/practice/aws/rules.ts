/** One EventBridge rule and where it sends. */
export interface Rule {
  name: string
  arn: string
  /** JSON, as PutRule takes it. */
  eventPattern: string
  enabled: boolean
  description?: string
  targets: { id: string; arn: string }[]
}
