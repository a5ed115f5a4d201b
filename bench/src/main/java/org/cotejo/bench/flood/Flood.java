package org.cotejo.bench.flood;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The flooding process: reads plans, one a line, carries each out on a thread of its own and
/// prints what came of it, with the number of the plan before. Ends with its input, so that it
/// never outlives whoever started it.
public final class Flood {
  private Flood() {}

  public static void main(String[] args) throws IOException {
    List<Thread> running = new ArrayList<>();
    try (var plans = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      int number = 0;
      String line;
      while ((line = plans.readLine()) != null) {
        FloodPlan plan = FloodPlan.parse(line);
        int own = number++;
        running.add(Thread.ofPlatform().start(() -> carryOut(own, plan)));
      }
    } finally {
      running.forEach(Thread::interrupt);
    }
  }

  private static void carryOut(int number, FloodPlan plan) {
    String result;
    try (var crowd = new Crowd(plan)) {
      result = crowd.run().line();
    } catch (IOException e) {
      result = String.valueOf(e.getMessage());
    }
    System.out.println(number + " " + result);
  }
}
