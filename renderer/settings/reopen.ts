import { settingsValues } from '../../preload/contract/settings.ts'

/** What is wrong with a reopen window as typed, in minutes; `null` where nothing is. */
export function reopenFault(text: string): string | null {
  const isWhole = /^\d{1,6}$/.test(text.trim())
  return isWhole && settingsValues.shape.reopenWindowMinutes.safeParse(Number(text)).success
    ? null
    : 'A whole number from 0 to 10,080, which is a week.'
}
