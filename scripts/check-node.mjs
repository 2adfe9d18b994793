// Says in words that Node is too old, before a TypeScript file would fail on syntax. Plain JavaScript on purpose.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 15)) {
  console.error(
    `Groupage needs Node 24.15 or newer; this is ${process.version}. Use "./run npm start", which brings its own, or install a newer Node.`,
  );
  process.exit(1);
}
