package io.hardgnn.settings;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import io.hardgnn.error.Excerpt;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells Jackson which record a kind means. One instance for each place of the configuration that
 * holds a part.
 */
final class PartKinds extends TypeIdResolverBase {

  private @Nullable JavaType sort;

  PartKinds() {}

  @Override
  public void init(JavaType baseType) {
    sort = baseType;
  }

  @Override
  public String idFromValue(Object value) {
    return ((Part) value).kind();
  }

  @Override
  public String idFromValueAndType(@Nullable Object value, Class<?> suggestedType) {
    return idFromValue(Objects.requireNonNull(value, "a part"));
  }

  @Override
  public JavaType typeFromId(DatabindContext context, String kind) throws IOException {
    JavaType base = Objects.requireNonNull(sort, "sort of part");
    Object own = context.getAttribute(Part.class);
    List<?> given = own instanceof List<?> list ? list : List.of();
    Map<String, ? extends Part> known =
        Parts.of(
            base.getRawClass().asSubclass(Part.class),
            given.stream().filter(Part.class::isInstance).map(Part.class::cast).toList());
    Part part = known.get(kind);
    if (part == null) {
      throw JsonMappingException.from(
          ((DeserializationContext) context).getParser(),
          "there is no kind '"
              + Excerpt.of(kind)
              + "'; the kinds are "
              + String.join(", ", known.keySet())
              + " (parts of your own are found by ServiceLoader, or handed over when reading)");
    }
    return context.constructSpecializedType(base, part.getClass());
  }

  @Override
  public JsonTypeInfo.Id getMechanism() {
    return JsonTypeInfo.Id.CUSTOM;
  }
}
