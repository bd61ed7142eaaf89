import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './ui/tokens.css'
import './app/kit.css'
import './ui/ground.css'
import './ui/forms.css'
import './app/frame.css'
import { App } from './app/app.tsx'
import { openConsole } from './app/open.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')

// The sign-in code leaves the address before anything is drawn.
const opening = await openConsole(window)
createRoot(root).render(
  <StrictMode>
    <App opening={opening} />
  </StrictMode>,
)
