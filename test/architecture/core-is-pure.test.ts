import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Names that hold a clock, randomness, timers or the outside world. Time and randomness come to core as arguments. */
const worldly = new Set([
  'Date.now',
  'Math.random',
  'Temporal.Now',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'performance',
  'process',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'fetch',
  'console',
  'globalThis',
  'require',
])

/** What of the world a source text reaches for, as it stands there. Names of properties (`x.process`) and of types are nobody's business. */
function impurities(text: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return
    if (ts.isPropertyAccessExpression(node)) {
      const name = `${node.expression.getText()}.${node.name.text}`
      if (worldly.has(name)) found.push(name)
      visit(node.expression)
      return
    }
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) found.push('new Date()')
    if (ts.isCallExpression(node) && node.expression.getText() === 'Date') found.push('Date()')
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) found.push('import()')
    if (ts.isIdentifier(node) && worldly.has(node.text) && !isOwnName(node)) found.push(node.text)
    if (ts.isImportDeclaration(node)) {
      const from = (node.moduleSpecifier as ts.StringLiteral).text
      const names = node.importClause?.namedBindings
      if (/^(node:)?crypto$/.test(from) && node.importClause?.getText() !== '{ createHash }') found.push(`${names?.getText()} of crypto`)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('core.ts', text, ts.ScriptTarget.Latest, true))
  return found
}

/** `{ process: 1 }`, `process(x) {}`, `const { process } = y`, a parameter: somebody's own word. */
function isOwnName(node: ts.Identifier): boolean {
  const { parent } = node
  const named = parent as { name?: ts.Node; propertyName?: ts.Node }
  return (named.name === node || named.propertyName === node) && !ts.isShorthandPropertyAssignment(parent)
}

test.each([
  ['Date.now()', ['Date.now']],
  ['new Date()', ['new Date()']],
  ['new Date', ['new Date()']],
  ['Date()', ['Date()']],
  ['const { now } = Date; now(); const f = Math.random', ['Math.random']],
  ['performance.now()', ['performance']],
  ['setTimeout(() => {}, 1)', ['setTimeout']],
  ['export const cwd = process.cwd()', ['process']],
  ['const p = { process }', ['process']],
  ['globalThis.fetch', ['globalThis']],
  ['await import("node:fs")', ['import()']],
  ["import { randomUUID } from 'node:crypto'", ['{ randomUUID } of crypto']],
  ["import { createHash } from 'node:crypto'", []],
  ['new Date(1_700_000_000_000).toISOString()', []],
  ['const x = { process: 1 }; x.process', []],
  ['function f(console: string) {}', []],
  ['type T = ReturnType<typeof setTimeout>', []],
])('in %s it sees %j', (text, expected) => {
  expect(impurities(text)).toEqual(expected)
})

test('core takes time, ids and randomness as arguments and touches nothing of the world', () => {
  const files = readdirSync(join(root, 'main/core'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  expect(files.length).toBeGreaterThan(10)
  expect(
    files.flatMap((file) => impurities(readFileSync(join(root, 'main/core', file), 'utf8')).map((what) => `${file}: ${what}`)),
  ).toEqual([])
})
