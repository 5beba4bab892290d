/** Hands a text to the browser as a file to keep. */
export function saveText(name: string, text: string): void {
  // The mark at the beginning tells spreadsheets that it is UTF-8.
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replace(/[^\w.-]+/g, '-');
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(url);
}
