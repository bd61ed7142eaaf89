import { implement } from '@orpc/server'
import { contract } from '../../preload/contract/index.ts'
import type { TunnelReport as Presented } from '../../preload/contract/tunnel.ts'
import type { TunnelReport } from '../edge/tunnel/tunnel.ts'
import type { ApiDeps } from './deps.ts'
import { instant, instantOrNull } from './present.ts'

const os = implement(contract.tunnel)

export function presentTunnel(report: TunnelReport): Presented {
  const { kind, state, said, note, publicUrl, domain, standIn, has, latencyMs } = report
  const lost = state.state === 'down' ? state : state.state === 'opening' ? state.lost : null
  return {
    kind,
    state: state.state,
    since: instant(state.since),
    downSince: instantOrNull(lost?.since ?? null),
    reason: lost?.trouble.reason ?? null,
    code: lost?.trouble.code ?? null,
    said,
    note,
    nextTryAt: instantOrNull(state.state === 'down' ? state.nextTryAt : null),
    publicUrl,
    domain,
    standIn,
    hasAuthtoken: has.authtoken,
    hasApiKey: has.apiKey,
    latencyMs,
  }
}

export function tunnelHandlers({ inbound: { tunnel }, desk }: Pick<ApiDeps, 'inbound' | 'desk'>) {
  const current = () => presentTunnel(tunnel.report())
  return {
    get: os.get.handler(current),
    choose: os.choose.handler(async ({ input, errors }) => {
      if (desk.facts().publicUrlFromFlag) {
        throw errors['not-possible']({
          message: 'The public URL was given on the command line (--public-url): start without it to choose here.',
          data: { reason: 'flag' },
        })
      }
      await tunnel.choose(input)
      return current()
    }),
    retry: os.retry.handler(() => {
      tunnel.retry()
      return current()
    }),
  }
}
