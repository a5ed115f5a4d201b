package org.cotejo.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/// One run of the command, in this process.
///
/// @param code exit code
record Run(int code, String out, String err) {
  static Run cotejo(Object... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int code =
        Cotejo.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words);
    return new Run(code, out.toString(), err.toString());
  }

  /// Lines of both outputs.
  String text() {
    return out + err;
  }
}
