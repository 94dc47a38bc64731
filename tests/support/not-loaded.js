/** Stands in for a package that is needed in service, but by no test. */
module.exports = {};
