import { useEffect } from 'preact/hooks';
import { lock } from './session.js';

const ACTIVITY = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
const CHECK_MS = 5_000;
const SHARED = 'last-activity';

/** Locks the screen after `minutes` without a touch, a key or a scan, in any tab. Zero never locks. */
export function useIdleLock(minutes: number): void {
  useEffect(() => {
    if (minutes <= 0) return;
    let told = 0;
    const active = (): void => {
      const now = Date.now();
      if (now - told < 1000) return;
      told = now;
      localStorage.setItem(SHARED, String(now));
    };
    active();
    for (const kind of ACTIVITY) addEventListener(kind, active, { capture: true, passive: true });
    const timer = setInterval(() => {
      const last = Number(localStorage.getItem(SHARED) ?? told);
      if (Date.now() - last >= minutes * 60_000) void lock().catch(() => undefined);
    }, CHECK_MS);
    return () => {
      for (const kind of ACTIVITY) removeEventListener(kind, active, { capture: true });
      clearInterval(timer);
    };
  }, [minutes]);
}
