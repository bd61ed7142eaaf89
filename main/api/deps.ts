import type { DeskFacts } from '../../preload/contract/settings.ts'
import type { Trust } from '../core/sns/trust.ts'
import type { Accounts } from '../edge/aws/accounts.ts'
import type { CatchUp } from '../edge/aws/catch-up.ts'
import type { Moves } from '../edge/aws/moves.ts'
import type { Queues } from '../edge/aws/queues.ts'
import type { Setups } from '../edge/aws/setups.ts'
import type { Coverage } from '../edge/coverage/coverage.ts'
import type { Gate } from '../edge/receiver/gate.ts'
import type { Intake } from '../edge/receiver/intake.ts'
import type { Tunnel } from '../edge/tunnel/tunnel.ts'
import type { Clock, Secrets } from '../ports.ts'
import type { Store } from '../store/open.ts'

/** What a drill answers when its ALARM has opened an incident. */
export type Drill = () => Promise<{ ok: true; integrationId: number; incidentId: string | null } | { ok: false; said: string }>

/** What the API answers from. Each handler file takes what it needs of it. */
export interface ApiDeps {
  store: Store
  inbound: {
    gate: Gate
    /** Where AWS reaches an integration; null while there is no public address. */
    inboundUrl: (integrationId: number) => string | null
    intake: Intake
    secrets: Secrets
    tunnel: Tunnel
    /** What an integration that is to hear SNS trusts where nobody says. */
    usualTrust: Trust
  }
  coverage: Coverage
  aws: { accounts: Accounts; moves: Moves; queues: Queues; setups: Setups; catchUp: CatchUp }
  clock: Clock
  desk: {
    facts: () => DeskFacts
    publicUrl: () => string | null
    runDrill: Drill
    /** A fault of the desk's own, for its log. */
    fault: (error: unknown) => void
  }
}

export type { DeskFacts }
