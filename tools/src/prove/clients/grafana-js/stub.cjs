/** Stands for every package of widgets that the data source's pages draw with: whatever is asked of it is it again. */
module.exports = stub();

function stub() {
  return new Proxy(() => {}, {
    get: (_, name) => (name === '__esModule' ? true : name === Symbol.toPrimitive ? () => 'stub' : stub()),
    apply: stub,
    construct: stub,
  });
}
