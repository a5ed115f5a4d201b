package org.cotejo.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotejo.cose.Base45;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.jspecify.annotations.Nullable;

/// What a code on paper says: a statement or a receipt, or one of the parts into which it was cut
/// because one code would be too dense to photograph. Of each there is one spelling; see "Code on a
/// sheet" and "Slip" in `docs/formats.md`.
public final class CodeText {
  /// The beginning of every code of this version that carries a statement.
  public static final String PREFIX = "COTEJO:1:";

  /// The beginning of every code of this version that carries a receipt.
  public static final String RECEIPT_PREFIX = "COTEJO-R:1:";

  /// Parts of one statement, at most.
  public static final int MAX_PARTS = 99;

  /// Bytes of the leaf hash that each part begins with: parts of two statements are not joined.
  static final int TAG_BYTES = 8;

  private static final Pattern PART = Pattern.compile("([1-9][0-9]?)/([1-9][0-9]?):");

  private final String prefix;
  private final int number;
  private final int of;

  /// The statement, or the tag and the part's bytes of the statement.
  private final byte[] content;

  private CodeText(String prefix, int number, int of, byte[] content) {
    this.prefix = prefix;
    this.number = number;
    this.of = of;
    this.content = content;
  }

  /// Leaf hash of a statement: where a log has it.
  public static Hash leaf(byte[] statement) {
    return Hash.sha256(new byte[1], statement);
  }

  /// Cuts a statement into parts of the same length, the last one shorter if it must be.
  ///
  /// @param parts 1 for the whole in one code
  /// @return the codes, in order
  /// @throws IllegalArgumentException if the statement does not have that many parts
  public static List<CodeText> cut(byte[] statement, int parts) {
    return cut(PREFIX, statement, parts);
  }

  /// @param prefix says whether a statement or a receipt is cut
  static List<CodeText> cut(String prefix, byte[] statement, int parts) {
    int length = Math.ceilDiv(statement.length, parts);
    if (parts < 1
        || parts > MAX_PARTS
        || statement.length > Sign1.MAX_BYTES
        || (parts - 1) * length >= statement.length) {
      throw new IllegalArgumentException(
          "%d bytes are not cut into %d parts".formatted(statement.length, parts));
    }
    if (parts == 1) {
      return List.of(new CodeText(prefix, 1, 1, statement.clone()));
    }
    byte[] tag = Arrays.copyOf(leaf(statement).bytes(), TAG_BYTES);
    var cut = new ArrayList<CodeText>();
    for (int number = 1; number <= parts; number++) {
      int from = (number - 1) * length;
      int size = Math.min(length, statement.length - from);
      byte[] content = Arrays.copyOf(tag, TAG_BYTES + size);
      System.arraycopy(statement, from, content, TAG_BYTES, size);
      cut.add(new CodeText(prefix, number, parts, content));
    }
    return cut;
  }

  /// Whether some text claims to be a code of ours, of whatever version.
  public static boolean isOurs(String text) {
    return text.startsWith("COTEJO:");
  }

  /// Reads the text of a code. The bytes of the statement are not looked at.
  ///
  /// @throws MalformedException if it is not the one spelling of a statement or a part
  public static CodeText parse(String text) throws MalformedException {
    String prefix = text.startsWith(RECEIPT_PREFIX) ? RECEIPT_PREFIX : PREFIX;
    if (!text.startsWith(prefix)) {
      throw new MalformedException("the code does not begin with " + PREFIX);
    }
    String rest = text.substring(prefix.length());
    Matcher part = PART.matcher(rest);
    if (!part.lookingAt()) {
      byte[] statement = Base45.decode(rest, Sign1.MAX_BYTES);
      if (statement.length == 0) {
        throw new MalformedException("the code is empty");
      }
      return new CodeText(prefix, 1, 1, statement);
    }
    int number = Integer.parseInt(part.group(1));
    int of = Integer.parseInt(part.group(2));
    if (of < 2 || number > of) {
      throw new MalformedException("there is no part %d of %d".formatted(number, of));
    }
    byte[] content = Base45.decode(rest.substring(part.end()), TAG_BYTES + Sign1.MAX_BYTES);
    if (content.length <= TAG_BYTES) {
      throw new MalformedException("the part is empty");
    }
    return new CodeText(prefix, number, of, content);
  }

  /// Puts a statement together again.
  ///
  /// @param codes of one statement, each once, in any order
  /// @throws MalformedException if they are not exactly what [#cut] makes of one statement
  public static byte[] join(List<CodeText> codes) throws MalformedException {
    if (codes.isEmpty() || codes.size() != codes.getFirst().of) {
      throw new MalformedException("parts are missing");
    }
    CodeText first = codes.getFirst();
    var inOrder = new CodeText[codes.size()];
    int length = 0;
    for (CodeText code : codes) {
      if (!code.isBeside(first) || inOrder[code.number - 1] != null) {
        throw new MalformedException("the parts are not those of one statement");
      }
      inOrder[code.number - 1] = code;
      length += code.size();
    }
    if (length > Sign1.MAX_BYTES) {
      throw new MalformedException(
          "the parts have %d bytes, more than %d".formatted(length, Sign1.MAX_BYTES));
    }
    byte[] statement = new byte[length];
    int end = 0;
    for (CodeText code : inOrder) {
      System.arraycopy(
          code.content, code.content.length - code.size(), statement, end, code.size());
      end += code.size();
    }
    requireCutLikeThis(statement, inOrder);
    return statement;
  }

  private static void requireCutLikeThis(byte[] statement, CodeText[] codes)
      throws MalformedException {
    int length = Math.ceilDiv(statement.length, codes.length);
    for (int i = 0; i < codes.length - 1; i++) {
      if (codes[i].size() != length) {
        throw new MalformedException("the statement was cut into parts of other lengths");
      }
    }
    byte[] hash = leaf(statement).bytes();
    if (codes.length > 1 && !Arrays.equals(hash, 0, TAG_BYTES, codes[0].content, 0, TAG_BYTES)) {
      throw new MalformedException("the parts do not add up to the statement they were cut from");
    }
  }

  /// Which part it is, from 1.
  public int number() {
    return number;
  }

  /// Whether it carries a statement or a receipt, as its text begins.
  String prefix() {
    return prefix;
  }

  /// How many parts there are; 1 if this is the whole statement.
  public int of() {
    return of;
  }

  /// Whether the other one says that it was cut from the same statement, into as many parts.
  public boolean isBeside(CodeText other) {
    return of == other.of
        && prefix.equals(other.prefix)
        && (of > 1
            ? Arrays.equals(content, 0, TAG_BYTES, other.content, 0, TAG_BYTES)
            : Arrays.equals(content, other.content));
  }

  /// Bytes of the statement in this code.
  private int size() {
    return of == 1 ? content.length : content.length - TAG_BYTES;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CodeText that
        && prefix.equals(that.prefix)
        && number == that.number
        && of == that.of
        && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /// The text that the code holds, in the alphanumeric characters of QR codes.
  @Override
  public String toString() {
    String part = of == 1 ? "" : number + "/" + of + ":";
    return prefix + part + Base45.encode(content);
  }
}
