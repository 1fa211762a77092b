/** The tests with programs of others: they wait for those more than they work. */
exports.END_TO_END = /\.e2e\.test\.ts$/;
