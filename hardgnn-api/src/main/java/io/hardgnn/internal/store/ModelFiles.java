package io.hardgnn.internal.store;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;

import com.fasterxml.jackson.databind.JsonNode;
import io.hardgnn.blend.Evidence;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.Provenance;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.ArtifactFormat;
import io.hardgnn.io.Json;
import io.hardgnn.io.JsonException;
import io.hardgnn.io.Required;
import io.hardgnn.io.TensorData;
import io.hardgnn.io.TensorSet;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.settings.InvalidConfigException;
import io.hardgnn.settings.Part;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A trained model as a directory: {@code hardgnn-model}, version 1. */
public final class ModelFiles {

  private static final String MODEL = "model.json";
  private static final String PROVENANCE = "provenance.json";
  private static final String VOCABULARY = "vocabulary.json";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String TABLES = "tables.safetensors";
  private static final String INTERACTIONS = "interactions.safetensors";
  private static final String EVIDENCE = "evidence.safetensors";
  private static final String ITEM_TABLE = "items";
  private static final String USER_TABLE = "users";

  public static final ArtifactFormat FORMAT =
      ArtifactFormat.of(
              "hardgnn-model", 1, MODEL, PROVENANCE, VOCABULARY, WEIGHTS, TABLES, INTERACTIONS)
          .optionally(EVIDENCE);

  private ModelFiles() {}

  /**
   * What {@code model.json} holds.
   *
   * @param config settings
   */
  record ModelJson(HardGNNConfig config) {}

  /**
   * What {@code provenance.json} holds.
   *
   * @param provenance where the model comes from
   * @param history the epochs of its training
   */
  record ProvenanceJson(Provenance provenance, List<EpochReport> history) {
    ProvenanceJson {
      Required.value("provenance", provenance);
      history = Required.list("history", history);
    }
  }

  /** Writes a model. */
  public static void save(Path directory, ModelContents model) {
    TrainedParameters trained = model.trained();
    Map<String, TensorData> weights = new LinkedHashMap<>();
    trained.parameters().forEach((name, value) -> weights.put(name, tensor(value)));
    Map<String, TensorData> tables = new LinkedHashMap<>();
    tables.put(ITEM_TABLE, tensor(trained.itemTable()));
    if (trained.userTable() != null) {
      tables.put(USER_TABLE, tensor(trained.userTable()));
    }
    ArtifactDirectory.write(
        directory,
        FORMAT,
        out -> {
          out.json(MODEL, new ModelJson(model.config()));
          out.json(PROVENANCE, new ProvenanceJson(model.provenance(), trained.history()));
          out.stream(
              VOCABULARY, stream -> VocabularyFile.write(stream, model.users(), model.items()));
          out.tensors(WEIGHTS, weights);
          out.tensors(TABLES, tables);
          out.tensors(INTERACTIONS, SequencesFile.tensors(model.interactions()));
          if (model.evidence() != null) {
            out.tensors(EVIDENCE, EvidenceFile.tensors(model.evidence()));
          }
        });
  }

  private static TensorData tensor(HostTensor tensor) {
    return TensorData.ofFloats(tensor.floats(), tensor.dims());
  }

  /**
   * Reads a model and checks its parts against each other.
   *
   * @param own parts of the application
   */
  public static StoredModel load(Path directory, List<Part> own) {
    return ArtifactDirectory.read(directory, FORMAT, files -> load(files, own));
  }

  private static StoredModel load(ArtifactDirectory files, List<Part> own) {
    HardGNNConfig config = config(files.path(MODEL), own);
    ProvenanceJson provenance =
        files.json(PROVENANCE, ProvenanceJson.class, Map.of("provenance.blended", Map.of()));
    ProvenanceCheck.check(files.path(PROVENANCE), provenance.provenance(), provenance.history());
    List<Vocabulary> vocabularies = VocabularyFile.read(files.path(VOCABULARY));
    Vocabulary users = vocabularies.get(0);
    Vocabulary items = vocabularies.get(1);
    Sequences interactions =
        SequencesFile.read(files.tensors(INTERACTIONS), users.size(), items.size());
    ModelDefinition definition = define(files.path(MODEL), config, users.size(), items.size());
    ParameterCheck check = new ParameterCheck(definition);
    TensorSet tables = files.tensors(TABLES);
    TrainedParameters trained =
        new TrainedParameters(
            check.parameters(files.tensors(WEIGHTS)),
            check.table(tables, ITEM_TABLE, items.size()),
            definition.embedsUsers() ? check.table(tables, USER_TABLE, users.size()) : null,
            provenance.history(),
            provenance.provenance().bestEpoch());
    return new StoredModel(
        new ModelContents(
            config,
            users,
            items,
            interactions,
            trained,
            evidence(files, config, items.size()),
            provenance.provenance()),
        definition);
  }

  private static @Nullable Evidence evidence(
      ArtifactDirectory files, HardGNNConfig config, int items) {
    if (config.blend().addsNothing()) {
      return null;
    }
    if (!files.files().contains(EVIDENCE)) {
      throw new ArtifactException(
          CORRUPT, files.path(MODEL), "blends counts that are not there: " + EVIDENCE);
    }
    return EvidenceFile.read(files.tensors(EVIDENCE), items);
  }

  private static HardGNNConfig config(Path file, List<Part> own) {
    try {
      String text = Json.readText(file);
      JsonNode config = Json.tree(text, file.toString()).get("config");
      if (config == null || config.isNull()) {
        throw new ArtifactException(CORRUPT, file, "has no settings");
      }
      return HardGNNConfig.fromStored(text, file.toString(), own);
    } catch (JsonException | InvalidConfigException e) {
      throw new ArtifactException(CORRUPT, file, String.valueOf(e.getMessage()), e);
    }
  }

  private static ModelDefinition define(Path file, HardGNNConfig config, int users, int items) {
    try {
      return ModelDefinition.of(
          config.encoder(), config.scoring(), config.objective(), users, new float[items]);
    } catch (IllegalArgumentException | InvalidConfigException e) {
      throw new ArtifactException(
          CORRUPT, file, "does not fit " + VOCABULARY + ": " + e.getMessage(), e);
    }
  }
}
