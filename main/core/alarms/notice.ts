/** What a recognised message that is no alarm says. */
export interface Notice {
  /** One readable line. */
  title: string
  /** What it is about, without its state: two messages of one thing have the same. */
  about: string
  /** A sentence or two more, where the message has them. */
  reason: string | null
}

/** `AWS_EC2_INSTANCE_STOP`, `NON_COMPLIANT`, `InProgress` as words: `aws ec2 instance stop`. */
export const inWords = (code: string): string =>
  code
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_\s]+/g, ' ')
    .trim()
    .toLowerCase()

/** The last part of an ARN or a path: what people call the thing. */
export const lastPart = (name: string): string => name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1) || name
