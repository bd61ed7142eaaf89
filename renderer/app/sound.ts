import { useCallback, useEffect, useRef, useState } from 'react'
import type { Incident } from '../../preload/contract/incidents.ts'
import { useLiveIncidents, useSettings } from '../live/reads.ts'
import { type Heard, listen, stillCalls } from './calling.ts'

/** `blocked`: the browser lets a page sound only after a click or a key. */
export interface Sound {
  state: 'ready' | 'blocked' | 'paused'
  allow(): void
}

const repeatEveryMs = 15_000
const repeatForMs = 10 * 60_000

/** Two short sounds: three rising notes for what is urgent, a low one for the rest. */
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

/** The page's voice, once the browser allows it one. */
function useVoice() {
  const [isBlocked, setBlocked] = useState(true)
  const context = useRef<AudioContext>(null)
  const allow = useCallback(() => {
    if (typeof AudioContext === 'undefined') return
    const voice = context.current ?? new AudioContext()
    context.current = voice
    voice.resume().then(
      () => setBlocked(voice.state !== 'running'),
      () => setBlocked(true),
    )
  }, [])
  // Any click or key is the gesture that the browser waits for.
  useEffect(() => {
    if (!isBlocked) return
    window.addEventListener('pointerdown', allow)
    window.addEventListener('keydown', allow)
    return () => {
      window.removeEventListener('pointerdown', allow)
      window.removeEventListener('keydown', allow)
    }
  }, [isBlocked, allow])
  const sing = useCallback((isUrgent: boolean) => {
    if (context.current?.state === 'running') ring(context.current, isUrgent)
  }, [])
  return { isBlocked, allow, sing }
}

/** Sounds when an incident opens; a critical one again and again until somebody acknowledges it. */
export function useSound(): Sound {
  const live = useLiveIncidents()
  const settings = useSettings()
  const isPaused = settings.data?.soundPaused ?? false
  const { isBlocked, allow, sing } = useVoice()
  const heard = useRef<Heard>(null)
  const calling = useRef(new Map<string, number>())
  const rows = useRef<readonly Incident[]>([])

  useEffect(() => {
    if (live.data === undefined) return
    const now = Date.now()
    rows.current = live.data.items
    const { heard: next, news } = listen(heard.current, live.data.items, now)
    heard.current = next
    for (const row of news) if (row.severity === 'critical') calling.current.set(row.id, now)
    if (news.length > 0 && !isPaused) sing(news.some(({ severity }) => severity === 'critical' || severity === 'error'))
  }, [live.data, isPaused, sing])

  useEffect(() => {
    const again = setInterval(() => {
      const now = Date.now()
      for (const [id, since] of calling.current) {
        const row = rows.current.find((one) => one.id === id)
        if (!stillCalls(row, now) || now - since > repeatForMs) calling.current.delete(id)
      }
      if (calling.current.size > 0 && !isPaused) sing(true)
    }, repeatEveryMs)
    return () => clearInterval(again)
  }, [isPaused, sing])

  return { state: isPaused ? 'paused' : isBlocked ? 'blocked' : 'ready', allow }
}
