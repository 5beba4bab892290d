import { createStore } from './store.js';

export type Theme = 'system' | 'light' | 'dark';
const KEY = 'theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

const stored = localStorage.getItem(KEY);
export const theme = createStore<Theme>(stored === 'light' || stored === 'dark' ? stored : 'system');

function apply(): void {
  const wanted = theme.get();
  const shown = wanted === 'system' ? (dark.matches ? 'dark' : 'light') : wanted;
  document.documentElement.dataset.theme = shown;
}

export const isDark = (): boolean => document.documentElement.dataset.theme === 'dark';

export function watchTheme(): void {
  apply();
  theme.subscribe(() => {
    localStorage.setItem(KEY, theme.get());
    apply();
  });
  dark.addEventListener('change', apply);
}
