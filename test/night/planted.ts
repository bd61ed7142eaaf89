import { decide } from '../../main/core/incidents/decide.ts'
import type { DeliveryInput } from '../../main/store/delivery-input.ts'
import type { DeliveryRow } from '../../main/store/delivery-rows.ts'
import type { Planted } from './desk.ts'

/** Faults that were never made, or made and mended. A thousand quiet nights prove little unless nights find each of these. */
export const plants: Record<string, Planted> = {
  'an answer before its commit': {
    storeOfIntake: (store) => ({
      ...store,
      recordDelivery(input) {
        const recorded = store.recordDelivery(input)
        recorded.catch(() => undefined)
        return Promise.resolve({ kind: 'stored', delivery: hoped(input) })
      },
    }),
  },
  'a catch-up that records nothing': {
    storeOfCatchUp: (store) => ({ ...store, recordCheck: () => Promise.resolve({ kind: 'known' }) }),
  },
  'a watermark one millisecond late': {
    decide: (...args) => moved(decide(...args), 1),
  },
  'a watermark one millisecond early': {
    decide: (...args) => moved(decide(...args), -1),
  },
  'green while the tunnel is down': {
    address: (address) => ({
      ...address,
      check: async (url, signal) => ({ ...(await address.check(url, signal)), ok: true, said: `${url} reached this desk.` }),
    }),
  },
  'nobody is told of what reopens': {
    decide(...args) {
      const decision = decide(...args)
      return decision.events[0]?.body.kind === 'reopened' ? { ...decision, tells: false } : decision
    },
  },
  'an OK closes whatever is newer': {
    decide(mapping, heard, facts, now, reopenWindowMs) {
      const { watermark } = facts
      const older = watermark === null || heard.at === null || mapping.effect !== 'close' ? watermark : { ...watermark, at: heard.at - 1 }
      return decide(mapping, heard, { ...facts, watermark: older }, now, reopenWindowMs)
    },
  },
}

/** The row that the store will surely write. */
const hoped = ({ integrationId, source, receivedAt, type, messageId, topicArn, subject }: DeliveryInput): DeliveryRow => ({
  ...{ id: 0, rev: 0, practice: false, tookUs: 0, count: 1, alarm: null, disposition: 'opened' },
  ...{ reason: null, incidentId: null, incidentShortNumber: null },
  ...{ integrationId, source, receivedAt, type, messageId, topicArn, subject },
})

type Decision = ReturnType<typeof decide>

const moved = (decision: Decision, byMs: number): Decision =>
  decision.watermark === null ? decision : { ...decision, watermark: { ...decision.watermark, at: decision.watermark.at + byMs } }
