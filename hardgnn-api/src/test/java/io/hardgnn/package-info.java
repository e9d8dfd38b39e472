/**
 * Tests of the front door, with an engine that learns nothing but keeps every promise of the
 * contract.
 */
package io.hardgnn;
