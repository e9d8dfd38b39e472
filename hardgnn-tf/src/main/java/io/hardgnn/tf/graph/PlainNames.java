package io.hardgnn.tf.graph;

import org.tensorflow.DeviceSpec;
import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.Scope;

/**
 * Names of nodes with the digits 0 to 9, whatever the locale of the process.
 *
 * <p>TensorFlow Java numbers nodes by {@code String.format} in the default locale and then refuses
 * the name where that has digits of its own, as in Egypt and Nepal. Apart from the digits the names
 * are TensorFlow's, so a graph is the same everywhere. As thread-safe as the scope inside.
 *
 * @param inner makes the names
 */
record PlainNames(Scope inner) implements Scope {

  /** Returns a name with plain digits. */
  static String plain(String name) {
    StringBuilder plain = new StringBuilder(name);
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c > '9' && Character.isDigit(c)) {
        plain.setCharAt(i, Character.forDigit(Character.digit(c, 10), 10));
      }
    }
    return plain.toString();
  }

  @Override
  public String makeOpName(String defaultName) {
    return plain(inner.makeOpName(defaultName));
  }

  @Override
  public String makeUnique(String id) {
    return plain(inner.makeUnique(id));
  }

  @Override
  public ExecutionEnvironment env() {
    return inner.env();
  }

  @Override
  public Scope withSubScope(String childScopeName) {
    return new PlainNames(inner.withSubScope(childScopeName));
  }

  @Override
  public Scope withName(String opName) {
    return new PlainNames(inner.withName(opName));
  }

  @Override
  public Scope withNameAsSubScope(String defaultName) {
    return new PlainNames(inner.withNameAsSubScope(defaultName));
  }

  @Override
  public Scope withDevice(DeviceSpec deviceSpec) {
    return new PlainNames(inner.withDevice(deviceSpec));
  }

  @Override
  public Scope withInitScope() {
    return new PlainNames(inner.withInitScope());
  }

  @Override
  public Scope withControlDependencyOps(Iterable<Operation> controls) {
    return new PlainNames(inner.withControlDependencyOps(controls));
  }

  @Override
  public void refreshNames() {
    inner.refreshNames();
  }

  @Override
  public OperationBuilder apply(OperationBuilder builder) {
    return inner.apply(builder);
  }

  @Override
  public String getDeviceString() {
    return inner.getDeviceString();
  }

  @Override
  public boolean isInit() {
    return inner.isInit();
  }
}
