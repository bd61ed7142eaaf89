import type { IncomingMessage } from 'node:http'

/** 256 KB of message, each byte escaped at worst: what is more is no message of SNS. */
const bodyBytesMost = 2 * 1024 * 1024
/** Of what is too large, so much is kept to be looked at. */
const keptOfTooLarge = 2_048
/** What is too large is read to its end up to here, so that the sender hears the answer. */
const drainBytesMost = 16 * 1024 * 1024
/** Each piece costs some microseconds whatever its size; the largest body in the smallest packets comes in fewer. */
const piecesMost = 8_192
/** Of all bodies that are under way, in memory. */
const bytesInAllMost = 64 * 1024 * 1024

/**
 * `whole`: its bytes; of what is too large only the beginning; `done` is due once they are needed no more. `gone`: the sender went away, or
 * never ends. `no-room`: it was the slowest of so many that memory would not hold them all.
 */
export type Body = { kind: 'whole'; bytes: Uint8Array; total: number; done: () => void } | { kind: 'gone' } | { kind: 'no-room' }

export interface Bodies {
  read(request: IncomingMessage): Promise<Body>
}

/** Reads bodies, and bounds what all of them together hold: where there is no room the one goes that has been under way for longest. */
export function openBodies(bytesInAll = bytesInAllMost): Bodies {
  const giveUp = new Set<() => void>()
  let heldInAll = 0

  function makeRoom(): void {
    for (const giveUpOldest of giveUp) {
      if (heldInAll <= bytesInAll) return
      giveUpOldest()
    }
  }

  return {
    read: (request) =>
      new Promise((resolve) => {
        const body = growingBytes()
        let held = 0
        let total = 0
        let pieces = 0
        const hold = (bytes: number): void => {
          heldInAll += bytes - held
          held = bytes
        }
        const end = (kind: 'gone' | 'no-room') => (): void => {
          if (!giveUp.delete(noRoom)) return
          body.drop()
          hold(0)
          resolve({ kind })
        }
        const noRoom = end('no-room')
        const gone = end('gone')
        giveUp.add(noRoom)
        request.on('data', (piece: Buffer) => {
          if (!giveUp.has(noRoom)) return
          total += piece.length
          pieces += 1
          if (total > drainBytesMost || pieces > piecesMost) return gone()
          if (total > bodyBytesMost) return
          body.add(piece)
          hold(total)
          makeRoom()
        })
        request.on('end', () => {
          if (!giveUp.delete(noRoom)) return
          const bytes = total > bodyBytesMost ? Buffer.from(body.bytes().subarray(0, keptOfTooLarge)) : body.bytes()
          hold(bytes.length)
          resolve({ kind: 'whole', bytes, total, done: () => hold(0) })
        })
        request.on('aborted', gone)
        request.on('error', gone)
      }),
  }
}

/** Lets a stranger's body go by unheld, as far as it has an end. */
export function letGoBy(request: IncomingMessage): void {
  let total = 0
  let pieces = 0
  request.on('data', (piece: Buffer) => {
    total += piece.length
    pieces += 1
    if (total > drainBytesMost || pieces > piecesMost) request.destroy()
  })
  request.on('error', () => undefined)
}

/** The pieces as one run of bytes. A body that came in one piece, as most do, is not copied; a piece of one byte holds no buffer of 64 KB. */
function growingBytes() {
  let room: Buffer = Buffer.alloc(0)
  let used = 0
  return {
    add(piece: Buffer): void {
      if (used === 0) {
        room = piece
        used = piece.length
        return
      }
      if (used + piece.length > room.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(2 * used, used + piece.length, 4_096))
        room.copy(larger, 0, 0, used)
        room = larger
      }
      piece.copy(room, used)
      used += piece.length
    },
    bytes: (): Buffer => room.subarray(0, used),
    drop(): void {
      room = Buffer.alloc(0)
      used = 0
    },
  }
}
