import type { RouterClient } from '@orpc/server'
import type { Router } from '../api/router.ts'

/** The contract without a wire: the shell itself reads and acts through the same router that its window does. */
export type Client = RouterClient<Router, Record<never, never>>

export type Incident = Awaited<ReturnType<Client['incidents']['list']>>['items'][number]
export type Settings = Awaited<ReturnType<Client['settings']['get']>>
export type CoverageReport = Awaited<ReturnType<Client['coverage']['get']>>
