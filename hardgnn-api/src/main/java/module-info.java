/** Data, model definition, evaluation and model files in plain Java; engines come as services. */
module io.hardgnn {
  requires com.fasterxml.jackson.databind;
  requires com.google.common;
  requires transitive java.sql; // JDBC rows are one of the ways in
  requires static ejml.core; // for LinearNextItemRecommender alone
  requires static ejml.fdense;
  requires static transitive org.jspecify;
  requires org.slf4j;

  // Every package of this module, but those named internal; ArchitectureTest compares.
  exports io.hardgnn;
  exports io.hardgnn.baseline;
  exports io.hardgnn.batch;
  exports io.hardgnn.blend;
  exports io.hardgnn.config;
  exports io.hardgnn.data;
  exports io.hardgnn.data.events;
  exports io.hardgnn.data.prepare;
  exports io.hardgnn.encoder;
  exports io.hardgnn.encoder.gru4rec;
  exports io.hardgnn.encoder.layers;
  exports io.hardgnn.encoder.lightgcn;
  exports io.hardgnn.encoder.mf;
  exports io.hardgnn.encoder.ngcf;
  exports io.hardgnn.encoder.residual;
  exports io.hardgnn.encoder.sasrec;
  exports io.hardgnn.encoder.selfgnn;
  exports io.hardgnn.engine;
  exports io.hardgnn.error;
  exports io.hardgnn.evaluation;
  exports io.hardgnn.io;
  exports io.hardgnn.listener;
  exports io.hardgnn.loss;
  exports io.hardgnn.negatives;
  exports io.hardgnn.ops;
  exports io.hardgnn.ops.lowering;
  exports io.hardgnn.scoring;
  exports io.hardgnn.search;
  exports io.hardgnn.settings;
  exports io.hardgnn.step;
  exports io.hardgnn.transitions;

  uses io.hardgnn.engine.TrainingEngine;

  // The parts of a configuration, by kind. On the class path META-INF/services lists the same.
  uses io.hardgnn.encoder.EncoderConfig;
  uses io.hardgnn.loss.Loss;
  uses io.hardgnn.negatives.Pool;
  uses io.hardgnn.negatives.Sampler;
  uses io.hardgnn.scoring.Scoring;
  uses io.hardgnn.step.Targets;

  provides io.hardgnn.encoder.EncoderConfig with
      io.hardgnn.encoder.residual.ResidualGraph,
      io.hardgnn.encoder.selfgnn.SelfGnn,
      io.hardgnn.encoder.mf.MatrixFactorization,
      io.hardgnn.encoder.sasrec.SasRec,
      io.hardgnn.encoder.gru4rec.Gru4Rec,
      io.hardgnn.encoder.lightgcn.LightGcn,
      io.hardgnn.encoder.ngcf.Ngcf;
  provides io.hardgnn.loss.Loss with
      io.hardgnn.loss.SampledSoftmax,
      io.hardgnn.loss.BinaryCrossEntropy,
      io.hardgnn.loss.HingeLoss,
      io.hardgnn.loss.SelfAugmented,
      io.hardgnn.loss.InfoNce,
      io.hardgnn.loss.L2Regularization,
      io.hardgnn.loss.BayesianPersonalizedRanking,
      io.hardgnn.loss.GeneralizedBinaryCrossEntropy,
      io.hardgnn.loss.BatchL2,
      io.hardgnn.loss.DebiasedInfoNce,
      io.hardgnn.loss.InBatchSoftmax,
      io.hardgnn.loss.HardPairs;
  provides io.hardgnn.negatives.Pool with
      io.hardgnn.negatives.Pool.Batch,
      io.hardgnn.negatives.Pool.Catalogue,
      io.hardgnn.negatives.Pool.Proposed;
  provides io.hardgnn.negatives.Sampler with
      io.hardgnn.negatives.Hardest,
      io.hardgnn.negatives.WholePool,
      io.hardgnn.negatives.Uniform,
      io.hardgnn.negatives.Dns,
      io.hardgnn.negatives.PositiveAware,
      io.hardgnn.negatives.Adaptive,
      io.hardgnn.negatives.Mixed,
      io.hardgnn.negatives.Curriculum;
  provides io.hardgnn.scoring.Scoring with
      io.hardgnn.scoring.Scoring.Dot,
      io.hardgnn.scoring.Scoring.DotWithBias,
      io.hardgnn.scoring.Scoring.Cosine;
  provides io.hardgnn.step.Targets with
      io.hardgnn.step.Targets.EveryPosition,
      io.hardgnn.step.Targets.OnePerUser,
      io.hardgnn.step.Targets.EveryInteraction;

  opens io.hardgnn.config to
      com.fasterxml
          .jackson
          .databind; // settings before they are checked, a record that is not public
  opens io.hardgnn.internal.store to
      com.fasterxml.jackson.databind; // records of the model's files that are not public
  opens io.hardgnn.io to
      com.fasterxml.jackson.databind; // the manifest, a record that is not public
  opens io.hardgnn.settings to
      com.fasterxml.jackson.databind; // what finds a part by its kind
}
