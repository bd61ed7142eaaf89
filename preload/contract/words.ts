/**
 * The closed vocabularies: the words that stand the same in code, SQL, on screen, in the log and in the docs.
 * Plain constants without a package, so that every layer may import them.
 */

export const deliverySources = ['push', 'queue', 'dead-letter', 'check', 'replay', 'practice'] as const
export type DeliverySource = (typeof deliverySources)[number]

/** What became of a delivery, with the words that the inbound log shows for it. */
export const dispositionLabels = {
  opened: 'Mapped: opened',
  appended: 'Mapped Appended',
  closed: 'Mapped: closed',
  ignored: 'Mapped Ignored',
  filtered: 'Filtered',
  unmapped: 'Mapping Failed',
  late: 'Late',
  duplicate: 'Duplicate delivery',
  'awaiting-confirmation': 'Awaiting confirmation',
  confirming: 'Confirming',
  confirmed: 'Confirmed',
  'confirmation-failed': 'Confirmation failed',
  unsubscribed: 'Unsubscribed',
  rejected: 'Rejected',
} as const
export type Disposition = keyof typeof dispositionLabels
export const dispositions = Object.keys(dispositionLabels) as [Disposition, ...Disposition[]]

/** Why a delivery was refused. */
export const rejections = ['signature', 'certificate', 'topic', 'unsigned', 'stale', 'malformed', 'too-large'] as const
export type Rejection = (typeof rejections)[number]

export const incidentStatuses = ['open', 'acknowledged', 'closed'] as const
export type IncidentStatus = (typeof incidentStatuses)[number]

/** Most severe first. */
export const severities = ['critical', 'error', 'warning', 'info'] as const
export type Severity = (typeof severities)[number]

export const alarmStates = ['alarm', 'ok', 'insufficient-data'] as const
export type AlarmState = (typeof alarmStates)[number]

/** What kind of message spoke. `notice` is everything that is no alarm; `configuration` tells of an alarm's definition, not its state. */
export const alarmKinds = [
  'metric',
  'metric-math',
  'anomaly',
  'metrics-insights',
  'composite',
  'log',
  'promql',
  'unknown-alarm',
  'configuration',
  'notice',
] as const
export type AlarmKind = (typeof alarmKinds)[number]

export const templates = ['aws-cloudwatch', 'aws-cloudtrail', 'aws-eventbridge', 'generic-json'] as const
export type Template = (typeof templates)[number]

export const confirmModes = ['automatic', 'manual'] as const
export type ConfirmMode = (typeof confirmModes)[number]

export const snsTypes = ['SubscriptionConfirmation', 'Notification', 'UnsubscribeConfirmation'] as const
export type SnsType = (typeof snsTypes)[number]

export const linkStates = ['ok', 'failing', 'stale', 'unproven'] as const
export type LinkState = (typeof linkStates)[number]

export const coverageStates = ['covered', 'unproven', 'degraded', 'deaf', 'idle'] as const
export type CoverageState = (typeof coverageStates)[number]

/** The links of coverage in the order of an alarm's way. A link is shown where this desk has it. */
export const coverageLinks = [
  'catch-up',
  'subscription',
  'queue',
  'public-address',
  'tunnel',
  'receiver',
  'certificate',
  'store',
  'disk',
  'clock',
  'credentials',
  'notifications',
] as const
export type CoverageLink = (typeof coverageLinks)[number]

/** Why nothing could be heard: a link, or a desk that was not there to hear. */
export const deafnessCauses = [...coverageLinks, 'off', 'asleep'] as const
export type DeafnessCause = (typeof deafnessCauses)[number]

/** What an incident's timeline can hold, in the past tense. */
export const timelineKinds = [
  'opened',
  'appended',
  'closed',
  'reopened',
  'acknowledged',
  'unacknowledged',
  'snoozed',
  'unsnoozed',
  'noted',
  'note-removed',
  'insufficient-data',
  'recovered',
  'late',
  'left',
  'notified',
  'not-notified',
] as const
export type TimelineKind = (typeof timelineKinds)[number]

export const subscriptionStates = [
  'awaiting-confirmation',
  'confirming',
  'confirmed',
  'confirmation-failed',
  'refused',
  'unsubscribed',
] as const
export type SubscriptionState = (typeof subscriptionStates)[number]

/** How AWS reaches this desk: by a tunnel of ngrok's, at an address of one's own, or not at all. */
export const tunnelKinds = ['ngrok', 'own', 'none'] as const
export type TunnelKind = (typeof tunnelKinds)[number]

export const tunnelStates = ['off', 'opening', 'up', 'down'] as const

/** Why a tunnel is down. */
export const tunnelReasons = [
  'no-token',
  'token-refused',
  'domain-in-use',
  'domain-refused',
  'session-limit',
  'endpoint-limit',
  'quota',
  'account',
  'no-network',
  'closed',
  'stopped',
  'too-old',
  'unavailable',
  'refused',
] as const
export type TunnelReason = (typeof tunnelReasons)[number]

/** Why AWS, or the way to it, said no. */
export const awsFaultCodes = [
  'no-credentials',
  'sso-expired',
  'login-expired',
  'mfa-needed',
  'credentials-expired',
  'credentials-refused',
  'denied',
  'throttled',
  'not-found',
  'refused',
  'clock',
  'no-network',
  'aws-unavailable',
  'aborted',
] as const
export type AwsFaultCode = (typeof awsFaultCodes)[number]

/** What the desk does in AWS: each needs permissions of its own. */
export const awsFeatures = ['connect', 'topics', 'subscribe', 'dead-letter-queue', 'queue-intake', 'catch-up', 'test', 'fix'] as const
export type AwsFeature = (typeof awsFeatures)[number]

/** What a queue holds: what its topics publish, or what SNS could not deliver elsewhere. */
export const queueKinds = ['queue', 'dead-letter'] as const
export type QueueKind = (typeof queueKinds)[number]

/** Why a queue can't be read now. */
export const queueTroubleCodes = [...awsFaultCodes, 'not-now', 'no-account'] as const
export type QueueTroubleCode = (typeof queueTroubleCodes)[number]

/** What catch-up reads of AWS, in this order. */
export const catchUpSteps = [
  'mute-rules',
  'alarms',
  'deleted',
  'StateUpdate',
  'AlarmContributorStateUpdate',
  'Action',
  'AlarmContributorAction',
] as const
export type CatchUpStep = (typeof catchUpSteps)[number]

/** How a profile of the shared AWS files comes by its credentials. */
export const profileKinds = ['keys', 'sso', 'login', 'process', 'role', 'web-identity', 'none'] as const
export type ProfileKind = (typeof profileKinds)[number]

/** Whether a connected account's credentials worked when they were last used. */
export const credentialStates = ['ok', 'failing', 'unproven'] as const
export type CredentialState = (typeof credentialStates)[number]

/** What can be wrong in AWS so that an alarm is not heard, or an incident not closed. */
export const findingKinds = [
  'aws-managed-key',
  'policy-without-cloudwatch',
  'policy-without-eventbridge',
  'no-ok-action',
  'actions-disabled',
  'notifies-nobody',
] as const
export type FindingKind = (typeof findingKinds)[number]

/** What a step of a plan does to AWS. */
export const stepEffects = ['create', 'add', 'change', 'leave'] as const
export type StepEffect = (typeof stepEffects)[number]

/** How far a step has come. `kept`: there was nothing to undo. */
export const stepStates = ['waiting', 'doing', 'done', 'left', 'failed', 'undoing', 'undone', 'kept', 'undo-failed'] as const
export type StepState = (typeof stepStates)[number]

export const setupStates = ['applying', 'applied', 'failed', 'undoing', 'undone', 'undo-failed'] as const
export type SetupState = (typeof setupStates)[number]

/** How a topic is moved to where the desk is now: the old subscription is ended only when the new one is confirmed. */
export const moveSteps = ['subscribe', 'await-confirmation', 'unsubscribe', 'done'] as const
export type MoveStep = (typeof moveSteps)[number]

/** Why a subscription that was this desk's is of no use any more. */
export const staleReasons = ['moved', 'rotated', 'integration-removed'] as const
export type StaleReason = (typeof staleReasons)[number]
