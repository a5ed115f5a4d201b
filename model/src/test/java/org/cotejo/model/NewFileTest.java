package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {
  @TempDir private Path directory;

  @Test
  void isWrittenWholeAndReplacesNone() throws IOException {
    Path file = directory.resolve("a.statement");
    NewFile.write(file, new byte[] {1, 2});
    assertThatThrownBy(() -> NewFile.writePrivate(file, new byte[] {3}))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("a.statement");
    assertThat(file).hasBinaryContent(new byte[] {1, 2});
    assertThatThrownBy(() -> NewFile.write(directory.resolve("none/a"), new byte[0]))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void isReadByItsOwnerAlone() throws IOException {
    Path file = directory.resolve("salt");
    NewFile.writePrivate(file, new byte[] {1});
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }
}
