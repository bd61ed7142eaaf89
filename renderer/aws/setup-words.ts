import type { FindingKind, SetupState, StepState } from '../../preload/contract/words.ts'
import type { IconName } from '../ui/icons.tsx'

/** What can be wrong, for one and for many. */
export const findingWords: Record<FindingKind, { head(count: number): string; fixes: string | null }> = {
  'aws-managed-key': {
    head: (count) => (count === 1 ? 'A topic’s key keeps CloudWatch out' : `The keys of ${count} topics keep CloudWatch out`),
    fixes: 'End the encryption',
  },
  'policy-without-cloudwatch': {
    head: (count) =>
      count === 1 ? 'A topic’s policy does not let CloudWatch in' : `The policies of ${count} topics do not let CloudWatch in`,
    fixes: 'Let CloudWatch publish',
  },
  'policy-without-eventbridge': {
    head: (count) =>
      count === 1 ? 'A topic’s policy does not let EventBridge in' : `The policies of ${count} topics do not let EventBridge in`,
    fixes: 'Let EventBridge publish',
  },
  'no-ok-action': {
    head: (count) => (count === 1 ? 'An alarm tells of ALARM, but not of OK' : `${count} alarms tell of ALARM, but not of OK`),
    fixes: 'Tell of OK too',
  },
  'actions-disabled': {
    head: (count) => (count === 1 ? 'An alarm’s actions are switched off' : `The actions of ${count} alarms are switched off`),
    fixes: 'Switch them on',
  },
  'notifies-nobody': {
    head: (count) => (count === 1 ? 'An alarm notifies no one' : `${count} alarms notify no one`),
    fixes: 'Let them tell a topic',
  },
}

export const stepMarks: Record<StepState, { icon: IconName; tone: string; word: string }> = {
  waiting: { icon: 'step', tone: 'f', word: 'to come' },
  doing: { icon: 'open', tone: 't', word: 'under way' },
  done: { icon: 'tick', tone: 'ok', word: 'done' },
  left: { icon: 'equal', tone: 'f', word: 'it was so already' },
  failed: { icon: 'cross', tone: 'error', word: 'failed' },
  undoing: { icon: 'undo', tone: 't', word: 'being undone' },
  undone: { icon: 'undo', tone: 'f', word: 'undone' },
  kept: { icon: 'equal', tone: 'f', word: 'nothing to undo' },
  'undo-failed': { icon: 'cross', tone: 'error', word: 'could not be undone' },
}

export const setupWords: Record<SetupState, { icon: IconName; tone: string; word: string }> = {
  applying: { icon: 'open', tone: 't', word: 'being applied' },
  applied: { icon: 'tick', tone: 'ok', word: 'applied' },
  failed: { icon: 'cross', tone: 'error', word: 'stopped' },
  undoing: { icon: 'undo', tone: 't', word: 'being undone' },
  undone: { icon: 'undo', tone: 'f', word: 'undone' },
  'undo-failed': { icon: 'cross', tone: 'error', word: 'not wholly undone' },
}
