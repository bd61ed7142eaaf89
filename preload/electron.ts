import { ipcRenderer } from 'electron'

const channel = 'tocsin:port'

// A port can't cross the bridge between the two worlds, but a message to the page's own window takes it along.
ipcRenderer.on(channel, (event) => window.postMessage(channel, window.location.origin, event.ports))

// Asked for once the page has loaded, so that its scripts are there to take it; a reload runs this file anew.
window.addEventListener('load', () => ipcRenderer.send(channel), { once: true })
