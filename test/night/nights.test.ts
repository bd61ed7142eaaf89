import { nightsFrom } from './thousand.ts'

nightsFrom(1, 500)
