/**
 * Whether a topic is on an integration's list. An entry is an ARN, or a pattern of one in which `*` stands for any run of
 * characters within one of the six parts: `arn:aws:sns:*:123456789012:*` never reaches across a colon into another account.
 */
export function topicAllowed(arn: string, topics: readonly string[]): boolean {
  if (topics.includes(arn)) return true
  const parts = arn.split(':')
  return topics.some((pattern) => pattern.includes('*') && matchesEachPart(parts, pattern.split(':')))
}

const matchesEachPart = (parts: readonly string[], patterns: readonly string[]): boolean =>
  parts.length === patterns.length && patterns.every((pattern, n) => matchesStars(parts[n] ?? '', pattern))

// Two pointers and one way back, to the latest star: linear steps for each star, where a regular expression could take exponential ones.
function matchesStars(text: string, pattern: string): boolean {
  let t = 0
  let p = 0
  let afterStar = -1
  let retryAt = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      p += 1
      afterStar = p
      retryAt = t
    } else if (pattern[p] === text[t]) {
      p += 1
      t += 1
    } else if (afterStar >= 0) {
      p = afterStar
      retryAt += 1
      t = retryAt
    } else return false
  }
  while (pattern[p] === '*') p += 1
  return p === pattern.length
}
