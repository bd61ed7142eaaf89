import { nightsFrom } from './thousand.ts'

// Beside nights.test.ts, so that two cores share the thousand.
nightsFrom(501, 500)
