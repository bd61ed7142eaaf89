import { useCallback, useEffect, useRef, useState } from 'react'
import type { Change } from '../../preload/contract/changes.ts'
import type { Incident } from '../../preload/contract/incidents.ts'
import { useLive } from '../live/live.tsx'
import { useSettings } from '../live/reads.ts'

/** `blocked`: the browser lets a page sound only after a click or a key. */
export interface Sound {
  state: 'ready' | 'blocked' | 'paused'
  allow(): void
}

const repeatEveryMs = 15_000
const repeatForMs = 10 * 60_000

/** Two short sounds: three rising notes for what is urgent, one low one for the rest. */
function ring(context: AudioContext, isUrgent: boolean): void {
  const notes = isUrgent ? [659, 880, 1_175] : [523]
  for (const [index, hertz] of notes.entries()) {
    const at = context.currentTime + index * 0.16
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    oscillator.type = 'triangle'
    oscillator.frequency.value = hertz
    gain.gain.setValueAtTime(0, at)
    gain.gain.linearRampToValueAtTime(0.22, at + 0.015)
    gain.gain.exponentialRampToValueAtTime(0.001, at + 0.42)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(at)
    oscillator.stop(at + 0.45)
  }
}

const isLoud = (row: Incident): boolean =>
  row.status === 'open' && (row.snoozedUntil === null || Date.parse(row.snoozedUntil) <= Date.now())

/** Sounds when an incident opens; a critical one again and again until somebody acknowledges it. */
export function useSound(): Sound {
  const live = useLive()
  const settings = useSettings()
  const isPaused = settings.data?.soundPaused ?? false
  const [isBlocked, setBlocked] = useState(true)
  const context = useRef<AudioContext>(null)
  const heard = useRef(new Map<string, string>())
  const calling = useRef(new Map<string, number>())

  const allow = useCallback(() => {
    if (typeof AudioContext === 'undefined') return
    context.current ??= new AudioContext()
    context.current.resume().then(
      () => setBlocked(context.current?.state !== 'running'),
      () => setBlocked(true),
    )
  }, [])

  // Any click or key is the gesture that the browser waits for; the desktop's window needs none.
  useEffect(() => {
    if (!isBlocked) return
    if (location.protocol === 'app:') allow()
    window.addEventListener('pointerdown', allow, { once: true })
    window.addEventListener('keydown', allow, { once: true })
    return () => {
      window.removeEventListener('pointerdown', allow)
      window.removeEventListener('keydown', allow)
    }
  }, [isBlocked, allow])

  useEffect(() => {
    const play = (isUrgent: boolean) => {
      if (!isPaused && context.current?.state === 'running') ring(context.current, isUrgent)
    }
    const stop = live.onChange((change: Change) => {
      if (change.kind !== 'incident') return
      const { incident } = change
      const loud = isLoud(incident)
      if (!loud) {
        calling.current.delete(incident.id)
        heard.current.delete(incident.id)
        return
      }
      // An incident that was there before this page came is no news; one that opened or opened again is.
      const opening = `${incident.reopenedCount}`
      const before = heard.current.get(incident.id)
      heard.current.set(incident.id, opening)
      const isNews =
        before === undefined ? Date.now() - Date.parse(incident.openedAt) < 120_000 || incident.reopenedCount > 0 : before !== opening
      if (!isNews || (before === undefined && incident.appendedCount > 0 && incident.reopenedCount === 0)) return
      const isUrgent = incident.severity === 'critical' || incident.severity === 'error'
      if (incident.severity === 'critical') calling.current.set(incident.id, Date.now())
      play(isUrgent)
    })
    const again = setInterval(() => {
      for (const [id, since] of calling.current) if (Date.now() - since > repeatForMs) calling.current.delete(id)
      if (calling.current.size > 0) play(true)
    }, repeatEveryMs)
    return () => {
      stop()
      clearInterval(again)
    }
  }, [live, isPaused])

  return { state: isPaused ? 'paused' : isBlocked ? 'blocked' : 'ready', allow }
}
