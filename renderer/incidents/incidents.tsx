import { useRoute } from '../ui/route.ts'
import { DetailView } from './detail-view.tsx'
import './incidents.css'
import { QueueView } from './queue-view.tsx'

export function Incidents() {
  const { id, query } = useRoute()
  return id === null ? <QueueView /> : <DetailView id={id} noteFirst={query.note === '1'} />
}
