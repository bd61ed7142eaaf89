import { sql as theDesk } from './0001-the-desk/index.ts'

export interface Migration {
  number: number
  name: string
  sql: string
}

/** In order; numbered, named by intent, and frozen once released. */
export const migrations: readonly Migration[] = [{ number: 1, name: 'the-desk', sql: theDesk }]
