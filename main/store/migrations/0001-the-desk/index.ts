import { delivery } from './delivery.ts'
import { desk } from './desk.ts'
import { incident } from './incident.ts'
import { integration } from './integration.ts'
import { intent } from './intent.ts'
import { subscription } from './subscription.ts'

export const sql = [desk, integration, incident, delivery, subscription, intent].join('\n')
