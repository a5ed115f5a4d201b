package org.cotejo.server.gate;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ThreadFactory;

/// Threads to which the kernel gives the processor after the others: it is how those without a
/// ticket wait for those who have one, and those never heard of for those who were. Where it is not
/// Linux they are threads like any.
public final class LowPriority implements ThreadFactory {
  /// A sixth of the share of an ordinary thread, roughly (sched(7)).
  public static final int LATER = 8;

  /// A twentieth.
  public static final int LAST = 13;

  private static final int PRIO_PROCESS = 0;
  private static final int THIS_THREAD = 0;

  private final String name;
  private final int nice;

  /// @param nice [#LATER] or [#LAST]
  public LowPriority(String name, int nice) {
    this.name = name;
    this.nice = nice;
  }

  @Override
  public Thread newThread(Runnable task) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .unstarted(() -> {
          lower(nice);
          task.run();
        });
  }

  /// Lowers the thread that calls; see the constructor. On Linux every thread has a priority of its
  /// own, and anybody may lower it (setpriority(2), NOTES).
  @SuppressWarnings("restricted") // There is no other way to ask.
  public static void lower(int nice) {
    if (!LinuxSockets.areAvailable()) {
      return;
    }
    Linker linker = Linker.nativeLinker();
    MethodHandle setpriority =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setpriority"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    try {
      int result = (int) setpriority.invokeExact(PRIO_PROCESS, THIS_THREAD, nice);
      assert result == 0 : "lowering one's own priority needs no permission";
    } catch (Throwable e) {
      throw new IllegalStateException("a system call cannot be called", e);
    }
  }
}
