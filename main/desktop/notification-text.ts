import { plainLine } from '../core/alarms/plain-line.ts'

const titleMost = 120
const lineMost = 300
const linesMost = 4

/**
 * An alarm's text as a notification shows it: without controls and what reorders or hides text, cut to what fits. Linux reads a body
 * as markup, so the signs that begin a tag are written as others that look like them.
 */
export function notificationText(
  { title, body }: { title: string; body: string },
  platform: NodeJS.Platform,
): { title: string; body: string } {
  const plain = (text: string, max: number): string => {
    const line = plainLine(text, max)
    return platform === 'linux' ? line.replaceAll('<', '‹').replaceAll('>', '›').replaceAll('&', '＆') : line
  }
  const lines = body.split('\n', linesMost).map((line) => plain(line, lineMost))
  return { title: plain(title, titleMost), body: lines.filter((line) => line !== '').join('\n') }
}
