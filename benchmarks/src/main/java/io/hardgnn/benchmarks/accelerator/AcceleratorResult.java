package io.hardgnn.benchmarks.accelerator;

import io.hardgnn.tf.session.OperationTimes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one process of the accelerator report measured.
 *
 * @param prepareSeconds time to generate the data and cut them into intervals
 * @param parameters number of trained values
 * @param work what a step cannot do without
 * @param firstStepMillis the first step, in which TensorFlow prepares itself
 * @param stepMillis median of the steps that count, without the wait for the batch
 * @param bestStepMillis best of them
 * @param stepsPerEpoch steps of an epoch
 * @param epochSeconds median epoch after the first
 * @param waitShare share of it that waited for batches, 0 to 1
 * @param evaluationSeconds full ranking of the validation users, median after the first
 * @param losses loss of each of the first steps
 * @param trace one step by kind of operation and device, or null if it was not traced
 * @param exportSeconds time to write the bundle
 * @param onnx times of inference
 * @param libraries libraries of NVIDIA that were open at the end, by name
 * @param peakRssMb greatest resident memory in MiB
 */
public record AcceleratorResult(
    double prepareSeconds,
    long parameters,
    StepWork work,
    double firstStepMillis,
    double stepMillis,
    double bestStepMillis,
    int stepsPerEpoch,
    double epochSeconds,
    double waitShare,
    double evaluationSeconds,
    List<Double> losses,
    @Nullable OperationTimes trace,
    double exportSeconds,
    OnnxTimes onnx,
    Map<String, String> libraries,
    long peakRssMb) {}
