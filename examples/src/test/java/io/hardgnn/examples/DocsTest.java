package io.hardgnn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The Java of the documentation and of javadoc")
final class DocsTest {

  private static final Path ROOT = Path.of(System.getProperty("hardgnn.root", ".."));
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```");
  private static final Pattern JAVADOC_BLOCK =
      Pattern.compile("(?ms)<pre>\\{@code\\n(.*?)^ *\\* \\}</pre>");
  private static final Pattern EQUATION_LINK = Pattern.compile("\\]\\((\\.\\./[^)]+\\.java)\\)");
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

  /** Their Java needs libraries that other tests know, which look at it. */
  private static final Set<String> TESTED_ELSEWHERE =
      Set.of("spring-boot.md", "spark.md", "vector-stores.md");

  /** The pages of docs, and the sources whose javadoc has Java; the README has its own test. */
  static Stream<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
    pages.removeIf(page -> TESTED_ELSEWHERE.contains(page.getFileName().toString()));
    for (String module : List.of("hardgnn-api", "hardgnn-tf", "hardgnn-onnx", "hardgnn-testkit")) {
      for (Path source : files(ROOT.resolve(module + "/src/main/java"), ".java")) {
        if (!blocks(source).isEmpty()) {
          pages.add(source);
        }
      }
    }
    return pages.stream();
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** Returns the Java of a page, or of the javadoc of a source. */
  private static List<String> blocks(Path page) throws IOException {
    boolean source = page.toString().endsWith(".java");
    Matcher blocks = (source ? JAVADOC_BLOCK : BLOCK).matcher(Files.readString(page));
    List<String> all = new ArrayList<>();
    while (blocks.find()) {
      String block = blocks.group(1);
      all.add((source ? block.replaceAll("(?m)^ *\\* ?", "") : block).strip());
    }
    return all;
  }

  /**
   * What the compiler says of each page; all are compiled at once, which is far quicker than one by
   * one.
   */
  private static final Map<String, String> ERRORS = new TreeMap<>();

  @BeforeAll
  static void compile() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (Path page : pages().toList()) {
      sources.put(packageOf(page), source(blocks(page)));
    }
    sources.put("wrong", "class Page { Dataset d = missing; }");
    ERRORS.putAll(errors(sources));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  @DisplayName("compiles, block by block, with what the library exports")
  void compiles(Path page) {
    assertThat(ERRORS.get(packageOf(page))).as(page.toString()).isNull();
  }

  @Test
  @DisplayName("is found: most pages have some, and what does not compile is seen")
  void found() throws IOException {
    long withJava = 0;
    long sources = 0;
    for (Path page : pages().toList()) {
      boolean source = page.toString().endsWith(".java");
      sources += source ? 1 : 0;
      withJava += source || blocks(page).isEmpty() ? 0 : 1;
    }
    assertThat(withJava).isGreaterThan(6);
    assertThat(sources).isGreaterThan(12);
    assertThat(ERRORS.get("wrong")).contains("missing");
  }

  @Test
  @DisplayName("leads from each equation of the paper to a file that is there")
  void equations() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/model.md"));
    String table =
        page.substring(page.indexOf("## From equations to classes"), page.indexOf("## The parts"));
    List<String> rows = table.lines().filter(line -> line.startsWith("| ")).skip(1).toList();
    assertThat(rows).hasSizeGreaterThan(10);
    for (String row : rows) {
      List<String> links = EQUATION_LINK.matcher(row).results().map(link -> link.group(1)).toList();
      assertThat(links).as(row).isNotEmpty();
      assertThat(links)
          .allSatisfy(link -> assertThat(ROOT.resolve("docs").resolve(link)).isRegularFile());
    }
  }

  @Test
  @DisplayName("says of every package since when it is there")
  void since() throws IOException {
    List<Path> without = new ArrayList<>();
    for (Path page : files(ROOT, "package-info.java")) {
      String place = page.toString().replace('\\', '/');
      if (place.matches(".*/hardgnn-[a-z]+/src/main/java/.*") && !place.contains("/internal/")) {
        if (!Files.readString(page).contains("@since ")) {
          without.add(page);
        }
      }
    }
    assertThat(without).isEmpty();
  }

  private static String packageOf(Path page) {
    return "page_" + page.getFileName().toString().replaceAll("\\W", "_");
  }

  private static String source(List<String> blocks) {
    StringBuilder source = new StringBuilder("class Page {\n").append(CONTEXT);
    for (int block = 0; block < blocks.size(); block++) {
      source.append(asMember(blocks.get(block), block + 1)).append('\n');
    }
    return source.append("}\n").toString();
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
        new StringBuilder(
            "import java.nio.file.*;\nimport java.sql.*;\nimport java.time.*;\nimport java.time.format.*;\n"
                + "import java.util.*;\n");
    packages.forEach(each -> imports.append("import ").append(each).append(".*;\n"));
    return imports.toString();
  }

  /** Returns the errors of classes {@code Page}, by the package that each is put into. */
  private static Map<String, String> errors(Map<String, String> sources) throws IOException {
    String imports = imports();
    List<JavaFileObject> pages = new ArrayList<>();
    sources.forEach(
        (name, text) -> pages.add(page(name, "package " + name + ";\n" + imports + text)));
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of("-proc:none", "-nowarn", "-Xmaxerrs", "1000", "-cp", classPath());
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler().getTask(null, null, found, options, null, pages);
    task.analyze(); // no classes are wanted
    Map<String, String> errors = new TreeMap<>();
    for (Diagnostic<? extends JavaFileObject> one : found.getDiagnostics()) {
      if (one.getKind() == Diagnostic.Kind.ERROR) {
        String name = one.getSource() == null ? "" : one.getSource().getName().split("/")[1];
        errors.merge(name, one.toString(), (first, next) -> first + "\n" + next);
      }
    }
    assertThat(errors).doesNotContainKey(""); // of no page in particular
    return errors;
  }

  private static JavaFileObject page(String name, String source) {
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + "/Page.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
