import type { Socket } from 'node:net'

/** More than any sender needs, and few enough for the 1,024 files that a system may let one process hold. */
const connectionsMost = 900

/** The connections that are held at once. */
export interface Crowd {
  /** Lets one in, at the cost of another where it is full. */
  enter(socket: Socket): void
  /** It brought a delivery that was taken. */
  proved(socket: Socket): void
  /** Hangs up on all. */
  disperse(): void
}

/**
 * Bounds how many connections are held. Where one more comes, that one is hung up on which has brought nothing for longest: so those who
 * sit there and say nothing push out each other, and never who delivers. Refusing the newcomer instead would let them shut the door.
 */
export function openCrowd(most = connectionsMost): Crowd {
  const strangers = new Set<Socket>()
  const senders = new Set<Socket>()
  const leave = (socket: Socket): void => {
    strangers.delete(socket)
    senders.delete(socket)
  }
  return {
    enter(socket) {
      if (strangers.size + senders.size >= most) {
        const [idlest] = strangers.size > 0 ? strangers : senders
        if (idlest !== undefined) {
          leave(idlest)
          idlest.destroy()
        }
      }
      strangers.add(socket)
      socket.once('close', () => leave(socket))
    },
    proved(socket) {
      leave(socket)
      if (!socket.destroyed) senders.add(socket)
    },
    disperse() {
      for (const socket of [...strangers, ...senders]) socket.destroy()
    },
  }
}
