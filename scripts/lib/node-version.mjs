// Nothing but old syntax here: it has to be understood by the Node it turns away.
const NEEDED = [20, 19];

/** Ends the process with a plain sentence when this Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return;
  console.error(
    `Node ${NEEDED.join('.')} or later is needed; this is ${process.versions.node}. See https://nodejs.org/en/download`,
  );
  process.exit(1);
}
