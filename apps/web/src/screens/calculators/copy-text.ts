/** Puts text on the clipboard; the modern way needs https, so there is the old one too. False when neither is allowed. */
export async function copyText(text: string): Promise<boolean> {
  // Typed as always there, but absent on plain http.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard) {
    try {
      await clipboard.writeText(text);
      return true;
    } catch {
      // Not allowed here: the old way may be.
    }
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
