package org.cotejo.cli;

import java.nio.file.Path;
import org.cotejo.audit.LogHistory;
import org.cotejo.cli.terminal.Address;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// A place with published files, as somebody types it: a directory or an address.
final class PublishedPlace {
  private PublishedPlace() {}

  static LogHistory.Place of(String text, CommandSpec spec) {
    try {
      return Address.isPublication(text)
          ? new LogHistory.Place.Address(Address.publication(text))
          : new LogHistory.Place.Directory(Path.of(text));
    } catch (CommandLine.TypeConversionException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
