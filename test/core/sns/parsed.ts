import { parseMessage, type SnsMessage } from '../../../main/core/sns/message.ts'
import { bytesOf, type Envelope } from '../../harness/signing.ts'

/** The message of an envelope that must parse; unsigned ones get a signature of no worth. */
export function parsed(envelope: Envelope): SnsMessage {
  const result = parseMessage(bytesOf({ Signature: 'AAAA', ...envelope }), {})
  if (!result.ok) throw new Error(result.said)
  return result.message
}
