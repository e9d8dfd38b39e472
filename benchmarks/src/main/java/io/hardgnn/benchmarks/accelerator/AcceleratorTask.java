package io.hardgnn.benchmarks.accelerator;

/**
 * What one process of the accelerator report measures.
 *
 * @param of the data and settings
 * @param gpu whether a GPU is used where there is one
 * @param warmup steps before those that count
 * @param steps steps that count
 * @param losses steps whose loss is compared, from the first on
 * @param epochUsers users of an epoch, or 0 for what the settings say
 * @param trace whether one step more is traced
 */
public record AcceleratorTask(
    AcceleratorCase of,
    boolean gpu,
    int warmup,
    int steps,
    int losses,
    int epochUsers,
    boolean trace) {}
