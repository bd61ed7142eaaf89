import { writeFileSync } from 'node:fs'

/** @typedef {import('vitest/node').Reporter} Reporter */

/**
 * A reporter for the gate: how many tests passed and failed, and of the skipped ones which and why. A file that could not be loaded
 * and an error outside any test count as failed.
 * @implements {Reporter}
 */
export default class Counts {
  /** @type {NonNullable<Reporter['onTestRunEnd']>} */
  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const broken = modules.filter((module) => module.errors().length > 0)
    const brokenSuites = modules.flatMap((module) => [...module.children.allSuites()]).filter((suite) => suite.errors().length > 0)
    const withState = (/** @type {string} */ state) => tests.filter((test) => test.result().state === state)
    const skipped = tests.filter((test) => test.result().state === 'skipped')
    const note = (/** @type {import('vitest/node').TestCase} */ test) => {
      const result = test.result()
      return result.state === 'skipped' && result.note ? `: ${result.note}` : ''
    }
    writeFileSync(
      process.env.TOCSIN_COUNTS ?? '',
      JSON.stringify({
        passed: withState('passed').length,
        failed: withState('failed').length + withState('pending').length + broken.length + brokenSuites.length + unhandledErrors.length,
        skipped: skipped.map((test) => `${test.module.relativeModuleId} > ${test.fullName}${note(test)}`),
      }),
    )
  }
}
