import type { MoveReport } from '../../preload/contract/move.ts'

export const moveWords: Record<MoveReport['moves'][number]['step'], string> = {
  subscribe: 'still speaks to an address of before.',
  'await-confirmation': 'is subscribed here too; AWS’s confirmation is awaited.',
  unsubscribe: 'is confirmed here; the old subscription is being ended.',
  done: 'speaks to this desk here.',
}

export const staleWords: Record<MoveReport['stale'][number]['why'], string> = {
  moved: 'speaks to this desk here, and to an address of before as well.',
  rotated: 'speaks to this desk by its new secret, and by the old one as well.',
  'integration-removed': 'speaks to an integration that is no more.',
}

export const topicName = (topicArn: string): string => topicArn.split(':').at(-1) ?? topicArn

/** What the last look found, in a word. */
export function foundWords({ moves, stale, unread }: Pick<MoveReport, 'moves' | 'stale' | 'unread'>): string {
  const count = moves.filter(({ step }) => step !== 'done').length + stale.length
  if (count > 0) return `${count} found,`
  return unread.length > 0 ? 'None found where it could be read,' : 'None,'
}
