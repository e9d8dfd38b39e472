package io.hardgnn.testkit.golden;

/**
 * The derivative of a case's objective along a direction in one parameter.
 *
 * @param parameter name in the file
 * @param direction of the parameter's shape
 * @param slope the derivative
 */
record GoldenSlope(String parameter, GoldenTensor direction, double slope) {}
