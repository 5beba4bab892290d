/**
 * A tab for a PDF that is still being made. Opened at the click itself, because browsers refuse windows that open later; where it
 * was refused all the same, the document opens in this tab's place when asked for by its button.
 */
export function openPdf(): { show: (url: string) => void; close: () => void } {
  const tab = open('about:blank', '_blank');
  return {
    show: (url) => {
      if (!tab || tab.closed) return;
      tab.opener = null;
      tab.location.replace(new URL(url, location.href).href);
    },
    close: () => tab?.close(),
  };
}
