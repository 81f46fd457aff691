package dev.lifeboat.repository;

import java.util.Random;
import java.util.random.RandomGenerator;

/// Runs a scenario many times, each with another seed. A failure names its seed; `-Drandomly.seed=<seed>` runs
/// just that one again. `-Drandomly.times=<n>` runs each scenario n times as often: what fails once in a hundred
/// builds shows within minutes.
public final class Randomly {

    private static final String SEED = "randomly.seed";
    private static final String TIMES = "randomly.times";

    private Randomly() {}

    /// What is tried. Everything random in it comes from its argument.
    @FunctionalInterface
    public interface Scenario {
        void run(Random random) throws Exception;
    }

    public static void tries(int tries, Scenario scenario) {
        var wanted = Long.getLong(SEED);
        if (wanted != null) {
            run(wanted, scenario);
            return;
        }
        var seeds = RandomGenerator.getDefault();
        for (int i = 0; i < tries * Integer.getInteger(TIMES, 1); i++) {
            run(seeds.nextInt(Integer.MAX_VALUE), scenario);
        }
    }

    private static void run(long seed, Scenario scenario) {
        try {
            scenario.run(new Random(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("With seed " + seed + " (-D" + SEED + "=" + seed + "): " + e.getMessage(), e);
        }
    }
}
