/*
 * In place of the package with which CDKTF and CDK Terrain zip the files of assets. It is half of what a test loads with them,
 * and nothing here has an asset.
 */
module.exports = () => {
  throw new Error("the tests load no archiver");
};
