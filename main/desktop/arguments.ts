/** Switches of Chromium, Node.js and the system, which are not ours to judge. */
const foreign =
  /^-{1,2}(no-sandbox|(dis|en)able-|ozone-|force-|password-store|remote-debugging-|inspect|js-flags|lang=|gtk-|use-|class=|log-|v=|user-data-dir|original-process-start-time|psn_|ToastActivated|Embedding)/

/**
 * Our flags out of Electron's command line: before them stand the program and, unpackaged, the folder that it was given.
 * @param argv as `process.argv` has it
 */
export function ownArguments(argv: readonly string[], packaged: boolean): string[] {
  const words = argv.slice(1)
  const folder = packaged ? -1 : words.findIndex((word) => !word.startsWith('-'))
  return words.slice(folder + 1).filter((word) => !foreign.test(word))
}
