import type { Gate } from './edge/receiver/gate.ts'
import type { Store } from './store/open.ts'

/** What a drill needs of the desk, at its narrowest: an integration while it runs, and the incident that comes of it. */
export function practiceDrill({ store, gate, receiverUrl }: { store: Store; gate: Gate; receiverUrl: () => string }) {
  return {
    integrations: {
      async create({
        name,
        certificatePem,
        endpoint,
        topicArn,
      }: {
        name: string
        certificatePem: string
        endpoint: string
        topicArn: string
      }) {
        const row = await gate.create({
          name,
          template: 'aws-cloudwatch',
          practice: true,
          trust: { kind: 'custom', certificatePem, endpoint },
          confirm: 'automatic',
          topics: [topicArn],
          maxAgeSeconds: 3_600,
          rules: [],
        })
        return { id: String(row.id), url: `${receiverUrl()}${gate.pathOf(row.id)}` }
      },
      async remove(integrationId: string): Promise<void> {
        await gate.remove(Number(integrationId))
      },
    },
    incidents: {
      async of(integrationId: string) {
        const page = await store.reader.incidents({
          status: null,
          severity: null,
          integrationId: Number(integrationId),
          q: null,
          before: null,
          limit: 1,
        })
        return page.items[0]?.id ?? null
      },
      statusOf: async (incidentId: string) => (await store.reader.incident(incidentId))?.row.status ?? null,
      onChange: (listen: () => void) =>
        store.changes.subscribe((changes) => {
          if (changes.some((change) => change.kind === 'incident')) listen()
        }),
    },
  }
}
