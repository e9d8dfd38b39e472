/** Tests in one JVM: Spark in local mode with two threads, one session for all. */
@org.jspecify.annotations.NullMarked
package io.hardgnn.spark;
