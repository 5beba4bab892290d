import './styles/all.css';
import { render } from 'preact';
import { App } from './app.js';
import { watchScanner } from './scan/use-scanner.js';
import { refreshSession, watchSession } from './session/session.js';
import { watchTheme } from './theme.js';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');
/** A screen that cannot be loaded is from a build that has been replaced: the page is loaded anew, once in a while. */
addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('reloaded') ?? 0);
  if (Date.now() - last < 30_000) return;
  event.preventDefault();
  sessionStorage.setItem('reloaded', String(Date.now()));
  location.reload();
});
watchTheme();
watchSession();
watchScanner();
void refreshSession();
render(<App />, root);
