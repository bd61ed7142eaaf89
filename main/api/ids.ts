/** A row's number out of the contract's id; null where it is none of ours. */
export function rowId(id: string): number | null {
  return /^[1-9]\d{0,15}$/.test(id) ? Number(id) : null
}
