package io.hardgnn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The Java of the documentation")
final class DocsTest {

  private static final Path ROOT = Path.of(System.getProperty("hardgnn.root", ".."));
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```");
  private static final Pattern DECLARATION =
      Pattern.compile(
          "(?s)(/\\*\\*.*?\\*/\\s*)?(public )?(final |sealed |abstract )*(class|record|interface|enum) .*");

  /** What the pages take for granted; a block that declares the same name hides it. */
  private static final String CONTEXT =
      """
        InteractionLog log;
        Dataset dataset;
        HardGNN hardGnn;
        HardGNNModel model;
        EvaluationResult ours;
        EvaluationResult popular;
        OnnxRecommender recommender;
        Connection connection;
      """;

  @TempDir Path folder;

  /** The README has a test of its own. */
  static Stream<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return docs.filter(page -> page.toString().endsWith(".md")).sorted().toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  @DisplayName("compiles, block by block, with what the library exports")
  void compiles(Path page) throws IOException {
    StringBuilder source = new StringBuilder(imports());
    source.append("class Page {\n").append(CONTEXT);
    Matcher blocks = BLOCK.matcher(Files.readString(page));
    for (int block = 1; blocks.find(); block++) {
      source.append(asMember(blocks.group(1).strip(), block)).append('\n');
    }
    assertThat(errors(source.append("}\n").toString())).as(page + "\n" + source).isEmpty();
  }

  @Test
  @DisplayName("is found: most pages have some")
  void found() throws IOException {
    long withJava = 0;
    for (Path page : pages().toList()) {
      withJava += BLOCK.matcher(Files.readString(page)).find() ? 1 : 0;
    }
    assertThat(withJava).isGreaterThan(6);
    assertThat(errors(imports() + "class Page { Dataset d = missing; }")).contains("missing");
  }

  private static String asMember(String block, int number) {
    if (DECLARATION.matcher(block).matches()) {
      return block; // public types of a package, as a reader would write them
    }
    boolean expression = !block.contains(";");
    String body = expression ? "Object value =\n" + block + "\n;" : block;
    return "void block" + number + "() throws Exception {\n" + body + "\n}";
  }

  private static String imports() {
    TreeSet<String> packages = new TreeSet<>();
    for (JavaClass each :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.hardgnn")) {
      packages.add(each.getPackageName());
    }
    packages.removeIf(each -> each.contains(".internal") || each.contains(".examples"));
    StringBuilder imports =
        new StringBuilder("import java.nio.file.*;\nimport java.sql.*;\nimport java.util.*;\n");
    packages.forEach(each -> imports.append("import ").append(each).append(".*;\n"));
    return imports.toString();
  }

  private String errors(String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    JavaFileObject page =
        new SimpleJavaFileObject(URI.create("string:///Page.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        List.of("-proc:none", "-nowarn", "-d", folder.toString(), "-cp", classPath());
    boolean compiled = compiler.getTask(messages, null, null, options, null, List.of(page)).call();
    return compiled ? "" : messages.toString();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
