/**
 * What tests of parts of one's own need: plain-Java evaluation, the contract of encoders, golden
 * cases. Needs no test framework.
 */
module io.hardgnn.testkit {
  requires transitive io.hardgnn;
  requires transitive com.fasterxml.jackson.databind; // the settings of a golden case
  requires static transitive org.jspecify;

  exports io.hardgnn.testkit;
  exports io.hardgnn.testkit.golden;
}
