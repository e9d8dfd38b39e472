package io.hardgnn.internal.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kinds of files that are no delimited text, told by their first bytes. */
final class FileKind {

  /** How many bytes are looked at. */
  static final int LENGTH = 512;

  private static final int TAR_MAGIC = 257;
  private static final String UNPACK = "; unpack it, or recompress it with gzip";
  private static final String CONVERT = "; convert it to CSV";
  private static final String SAVE = "; save it as CSV";

  private static final List<FileKind> KINDS =
      List.of(
          of("a zip archive, or a workbook such as .xlsx" + UNPACK, "PK\3\4"),
          of("an empty zip archive" + UNPACK, "PK\5\6"),
          of("xz compressed" + UNPACK, "\u00fd7zXZ\0"),
          of("Zstandard compressed" + UNPACK, "(\u00b5/\u00fd"),
          of("bzip2 compressed" + UNPACK, "BZh"),
          of("LZ4 compressed" + UNPACK, "\4\"M\30"),
          of("Snappy compressed" + UNPACK, "\u00ff\u0006\0\0sNaPpY"),
          of("a 7z archive" + UNPACK, "7z\u00bc\u00af'\u001c"),
          of("a RAR archive" + UNPACK, "Rar!\u001a\u0007"),
          of("compressed by compress (.Z)" + UNPACK, "\u001f\u009d"),
          of("a Parquet file" + CONVERT, "PAR1"),
          of("an encrypted Parquet file" + CONVERT, "PARE"),
          of("an ORC file" + CONVERT, "ORC"),
          of("an Avro file" + CONVERT, "Obj\1"),
          of("an Arrow file" + CONVERT, "ARROW1"),
          of("a Feather file" + CONVERT, "FEA1"),
          of("an Arrow stream" + CONVERT, "\u00ff\u00ff\u00ff\u00ff"),
          of("an HDF5 file" + CONVERT, "\u0089HDF\r\n"),
          of("an array of NumPy" + CONVERT, "\u0093NUMPY"),
          of("an SQLite data base; read it by JdbcReader", "SQLite format 3\0"),
          of("a workbook or document of older Office" + SAVE, "\u00d0\u00cf\u0011\u00e0"),
          of("LZMA compressed" + UNPACK, "]\0\0"),
          of("lzip compressed" + UNPACK, "LZIP\1"),
          of("an object that Python pickled" + CONVERT, "\u0080\4\u0095"),
          of("an object that Python pickled" + CONVERT, "\u0080\5\u0095"),
          of("an object that Java serialized" + CONVERT, "\u00ac\u00ed\0\5"),
          of("data of R" + CONVERT, "X\n\0\0\0"),
          of("data of R" + CONVERT, "RDX"),
          of("a PDF document" + SAVE, "%PDF-"));

  private final String message;
  private final byte[] magic;

  private FileKind(String message, byte[] magic) {
    this.message = message;
    this.magic = magic;
  }

  private static FileKind of(String message, String magic) {
    return new FileKind(message, magic.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Returns what a file is and what to do, null if its first bytes may be those of a text. */
  static @Nullable String of(byte[] bytes) {
    for (FileKind kind : KINDS) {
      if (isAt(kind.magic, bytes, 0) && !kind.isWord(bytes)) {
        return kind.message;
      }
    }
    byte[] tar = "ustar".getBytes(StandardCharsets.ISO_8859_1);
    // A text may have the word there, but none of the zero bytes that end the name before it.
    return isAt(tar, bytes, TAR_MAGIC) && !isText(bytes, "") ? "a tar archive" + UNPACK : null;
  }

  /**
   * Returns whether a file may be a text by its first bytes: no zero byte, and hardly any control
   * characters but those of lines and of the separator.
   */
  static boolean isText(byte[] bytes, String separator) {
    int control = 0;
    for (byte b : bytes) {
      if (b == 0) {
        return false;
      }
      control += isControl(b) && separator.indexOf(b) < 0 ? 1 : 0;
    }
    return control <= Math.max(2, bytes.length / 20);
  }

  private static boolean isControl(byte b) {
    return b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f';
  }

  /**
   * Returns whether letters and digits that mark a kind may be the beginning of a text: what
   * follows them in a text is seen, and in a file of bytes some of it is not.
   */
  private boolean isWord(byte[] bytes) {
    for (byte b : bytes) {
      if (isControl(b)) {
        return false;
      }
    }
    for (byte b : magic) {
      if (b < ' ') {
        return false; // a byte above 127, or a control character
      }
    }
    return !new String(magic, StandardCharsets.ISO_8859_1).startsWith("%PDF");
  }

  private static boolean isAt(byte[] magic, byte[] bytes, int place) {
    if (bytes.length < place + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (bytes[place + i] != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
