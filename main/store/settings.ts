/** What the operator chose for the whole desk. */
export interface Settings {
  publicUrl: string | null
  reopenWindowMinutes: number
  soundPaused: boolean
  singleKeys: boolean
  keepAwake: boolean
  startAtLogin: boolean
}

export const defaultSettings: Settings = {
  publicUrl: null,
  reopenWindowMinutes: 10,
  soundPaused: false,
  singleKeys: true,
  keepAwake: false,
  startAtLogin: false,
}
