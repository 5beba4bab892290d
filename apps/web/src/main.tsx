import './styles/all.css';
import { render } from 'preact';
import { App } from './app.js';
import { watchScanner } from './scan/use-scanner.js';
import { refreshSession, watchSession } from './session/session.js';
import { watchTheme } from './theme.js';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');
watchTheme();
watchSession();
watchScanner();
void refreshSession();
render(<App />, root);
