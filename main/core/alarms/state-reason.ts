import type { Datapoint } from './alarm-event.ts'
import { number } from './fields.ts'
import { instantInReason } from './instant.ts'

/** What can be read out of the sentence of a state reason. */
interface ToldInReason {
  threshold: number | null
  /** Oldest first. */
  datapoints: Datapoint[]
  /** Datapoints were missing, and taken as this: `Breaching`, `NonBreaching`. */
  missingTreatedAs: string | null
  /** How much of the data the reason says was missing. */
  missing: 'all' | 'some' | null
}

/** Datapoints that are kept of one message. CloudWatch's reasons name five. */
export const datapointsMax = 500

const threshold = /(?<!lower |upper )\bthreshold [([]([^()[\]\s]{1,40})[)\]]/
const missing = /treated as \[(\w{1,20})\]/
const nothing = /\bno datapoints were received\b|^No time series were returned\b|^No data was returned\b/
const lone = /\bdatapoints? \(([^()\s]{1,40})\)/
const item = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)\s*%?\s*(?:\(([^()]{1,40})\))?$/

/**
 * Reads the wordings of CloudWatch's state reasons, such as `Threshold Crossed: 1 out of the last 1 datapoints
 * [97.4 (24/11/26 10:00:00)] was greater than the threshold (80.0) ...` and, of 2017, `1 datapoint (10.0) was ...`.
 * A reason that somebody wrote by hand gives nothing.
 */
export function toldInReason(reason: string | null): ToldInReason {
  if (reason === null) return { threshold: null, datapoints: [], missingTreatedAs: null, missing: null }
  const bands = reason.includes('thresholds [') || reason.includes('thresholds (')
  return {
    threshold: number(threshold.exec(reason)?.[1]),
    datapoints: datapointsIn(reason, bands ? edgesIn(reason, 'lower') : [], bands ? edgesIn(reason, 'upper') : []),
    missingTreatedAs: reason.includes('treated as') ? (missing.exec(reason)?.[1] ?? null) : null,
    missing: missingIn(reason),
  }
}

function missingIn(reason: string): ToldInReason['missing'] {
  if (nothing.test(reason)) return 'all'
  return reason.includes('missing datapoint') ? 'some' : null
}

function datapointsIn(reason: string, lowers: readonly (number | null)[], uppers: readonly (number | null)[]): Datapoint[] {
  for (let open = reason.indexOf('['); open >= 0; open = reason.indexOf('[', open + 1)) {
    const close = reason.indexOf(']', open)
    if (close < 0) break
    if (reason.startsWith('thresholds [', open - 11) || reason.startsWith('threshold [', open - 10)) continue
    const datapoints = datapointsOf(reason.slice(open + 1, close), lowers, uppers)
    if (datapoints.length > 0) return oldestFirst(datapoints)
  }
  const value = number(lone.exec(reason)?.[1])
  return value === null ? [] : [{ at: null, value, lower: lowers[0] ?? null, upper: uppers[0] ?? null }]
}

function datapointsOf(said: string, lowers: readonly (number | null)[], uppers: readonly (number | null)[]): Datapoint[] {
  const found: Datapoint[] = []
  let index = -1
  for (const each of said.split(',', datapointsMax)) {
    index++
    const parts = each.length > 100 ? null : item.exec(each.trim())
    if (parts === null) continue
    const value = Number(parts[1])
    if (!Number.isFinite(value)) continue
    const time = parts[2]
    found.push({ at: time === undefined ? null : instantInReason(time), value, lower: lowers[index] ?? null, upper: uppers[index] ?? null })
  }
  return found
}

/** The edges of the band that a reason names, in the order of its datapoints. */
function edgesIn(reason: string, edge: 'lower' | 'upper'): (number | null)[] {
  const start = reason.indexOf(`${edge} threshold`)
  const open = start < 0 ? -1 : start + edge.length + ' thresholds '.length
  const opening = reason[open]
  if (opening !== '[' && opening !== '(') return []
  const close = reason.indexOf(opening === '[' ? ']' : ')', open)
  if (close < 0) return []
  return reason
    .slice(open + 1, close)
    .split(',', datapointsMax)
    .map(number)
}

/** Reasons name the newest first; hand-made ones don't always, so their times decide where they have any. */
function oldestFirst(datapoints: Datapoint[]): Datapoint[] {
  const [first, last] = [datapoints[0]?.at ?? null, datapoints.at(-1)?.at ?? null]
  return first !== null && last !== null && first < last ? datapoints : datapoints.reverse()
}
