import { chromiumAvailable } from './chromium.ts'

/** Before the first browser test, once, so that several files at once don't each unpack the browser. */
export default async function setup(): Promise<void> {
  await chromiumAvailable()
}
